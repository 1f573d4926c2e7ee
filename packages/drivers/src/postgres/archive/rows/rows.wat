;; Hashes the rows of a dump and sums up their hashes: MurmurHash3_x64_128 with seed 0 of each row, and the
;; sums of its two 64-bit words over all rows. The same row gives the same hash wherever the stream was cut.
;; Not cryptographic: it tells loss and damage, the object's SHA-256 tells forgery.
;;
;; Bytes 0 to 16 of the memory hold the beginning of a block that is not complete yet. What is to be hashed
;; lies anywhere behind them, as a range [at, end) with at least 16 bytes behind its end: those are read and
;; ignored. What is inlined here by hand V8 does not inline, at three times the cost.
(module
  (memory (export "memory") 17)

  ;; Of the row under way.
  (global $h1 (mut i64) (i64.const 0))
  (global $h2 (mut i64) (i64.const 0))
  (global $rowLength (mut i64) (i64.const 0))
  (global $pendingLength (mut i32) (i32.const 0))

  ;; Of all rows since they were set to 0.
  (global $rows (export "rows") (mut i64) (i64.const 0))
  (global $bytes (export "bytes") (mut i64) (i64.const 0))
  (global $sum1 (export "sum1") (mut i64) (i64.const 0))
  (global $sum2 (export "sum2") (mut i64) (i64.const 0))

  ;; Not 0 if one of the eight bytes is a newline (the zero-byte test of Hacker's Delight, 6-1).
  (func $newlinesIn (param $word i64) (result i64)
    (local.set $word (i64.xor (local.get $word) (i64.const 0x0a0a0a0a0a0a0a0a)))
    (i64.and
      (i64.and
        (i64.sub (local.get $word) (i64.const 0x0101010101010101))
        (i64.xor (local.get $word) (i64.const -1)))
      (i64.const 0x8080808080808080)))

  (func $mixed1 (param $word i64) (result i64)
    (i64.mul
      (i64.rotl
        (i64.mul (local.get $word) (i64.const 0x87c37b91114253d5))
        (i64.const 31))
      (i64.const 0x4cf5ad432745937f)))

  (func $mixed2 (param $word i64) (result i64)
    (i64.mul
      (i64.rotl
        (i64.mul (local.get $word) (i64.const 0x4cf5ad432745937f))
        (i64.const 33))
      (i64.const 0x87c37b91114253d5)))

  ;; Takes whole blocks of 16 bytes; answers 0 if no byte is a newline.
  (func $mixBlocks (param $at i32) (param $end i32) (result i64)
    (local $h1 i64) (local $h2 i64) (local $k1 i64) (local $k2 i64) (local $newlines v128)
    (local.set $h1 (global.get $h1))
    (local.set $h2 (global.get $h2))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $k1 (i64.load align=1 (local.get $at)))
        (local.set $k2 (i64.load offset=8 align=1 (local.get $at)))
        (local.set $newlines
          (v128.or
            (local.get $newlines)
            (i8x16.eq
              (v128.load align=1 (local.get $at))
              (v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))))
        (local.set $h1 (i64.xor (local.get $h1) (i64.mul
            (i64.rotl (i64.mul (local.get $k1) (i64.const 0x87c37b91114253d5)) (i64.const 31))
            (i64.const 0x4cf5ad432745937f))))
        (local.set $h1 (i64.add (i64.rotl (local.get $h1) (i64.const 27)) (local.get $h2)))
        (local.set $h1 (i64.add (i64.mul (local.get $h1) (i64.const 5)) (i64.const 0x52dce729)))
        (local.set $h2 (i64.xor (local.get $h2) (i64.mul
            (i64.rotl (i64.mul (local.get $k2) (i64.const 0x4cf5ad432745937f)) (i64.const 33))
            (i64.const 0x87c37b91114253d5))))
        (local.set $h2 (i64.add (i64.rotl (local.get $h2) (i64.const 31)) (local.get $h1)))
        (local.set $h2 (i64.add (i64.mul (local.get $h2) (i64.const 5)) (i64.const 0x38495ab5)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $next)))
    (global.set $h1 (local.get $h1))
    (global.set $h2 (local.get $h2))
    (i64.extend_i32_u (v128.any_true (local.get $newlines))))

  ;; The first $length of 8 bytes; 0 in place of the others.
  (func $firstBytes (param $at i32) (param $length i32) (result i64)
    (if (result i64) (i32.le_s (local.get $length) (i32.const 0))
      (then (i64.const 0))
      (else
        (if (result i64) (i32.ge_s (local.get $length) (i32.const 8))
          (then (i64.load align=1 (local.get $at)))
          (else
            (i64.and
              (i64.load align=1 (local.get $at))
              (i64.sub
                (i64.shl
                  (i64.const 1)
                  (i64.extend_i32_u (i32.shl (local.get $length) (i32.const 3))))
                (i64.const 1))))))))

  ;; Takes the last bytes, fewer than 16; answers 0 if no byte is a newline.
  (func $mixTail (param $at i32) (param $length i32) (result i64)
    (local $k1 i64) (local $k2 i64)
    (local.set $k1 (call $firstBytes (local.get $at) (local.get $length)))
    (local.set $k2
      (call $firstBytes
        (i32.add (local.get $at) (i32.const 8))
        (i32.sub (local.get $length) (i32.const 8))))
    (global.set $h2 (i64.xor (global.get $h2) (call $mixed2 (local.get $k2))))
    (global.set $h1 (i64.xor (global.get $h1) (call $mixed1 (local.get $k1))))
    (i64.or
      (call $newlinesIn (local.get $k1))
      (call $newlinesIn (local.get $k2))))

  (func $finalMix (param $hash i64) (result i64)
    (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 33))))
    (local.set $hash (i64.mul (local.get $hash) (i64.const 0xff51afd7ed558ccd)))
    (local.set $hash (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 33))))
    (local.set $hash (i64.mul (local.get $hash) (i64.const 0xc4ceb9fe1a85ec53)))
    (i64.xor (local.get $hash) (i64.shr_u (local.get $hash) (i64.const 33))))

  ;; Adds the hash of a row of so many bytes, of which all were mixed.
  (func $addRow (param $length i64)
    (local $h1 i64) (local $h2 i64)
    (local.set $h1 (i64.xor (global.get $h1) (local.get $length)))
    (local.set $h2 (i64.xor (global.get $h2) (local.get $length)))
    (local.set $h1 (i64.add (local.get $h1) (local.get $h2)))
    (local.set $h2 (i64.add (local.get $h2) (local.get $h1)))
    (local.set $h1 (call $finalMix (local.get $h1)))
    (local.set $h2 (call $finalMix (local.get $h2)))
    (local.set $h1 (i64.add (local.get $h1) (local.get $h2)))
    (local.set $h2 (i64.add (local.get $h2) (local.get $h1)))
    (global.set $sum1 (i64.add (global.get $sum1) (local.get $h1)))
    (global.set $sum2 (i64.add (global.get $sum2) (local.get $h2)))
    (global.set $rows (i64.add (global.get $rows) (i64.const 1))))

  (func $beginRow (export "beginRow")
    (global.set $h1 (i64.const 0))
    (global.set $h2 (i64.const 0))
    (global.set $rowLength (i64.const 0))
    (global.set $pendingLength (i32.const 0)))

  ;; Takes a piece of a row, which may end anywhere.
  (func (export "takePiece") (param $at i32) (param $end i32)
    (local $lastBlock i32)
    (global.set $rowLength
      (i64.add
        (global.get $rowLength)
        (i64.extend_i32_u (i32.sub (local.get $end) (local.get $at)))))
    (if (i32.gt_u (global.get $pendingLength) (i32.const 0))
      (then
        (local.set $at (call $fillPending (local.get $at) (local.get $end)))
        (if (i32.lt_u (global.get $pendingLength) (i32.const 16)) (then (return)))
        (drop (call $mixBlocks (i32.const 0) (i32.const 16)))
        (global.set $pendingLength (i32.const 0))))
    (local.set $lastBlock
      (i32.sub
        (local.get $end)
        (i32.and (i32.sub (local.get $end) (local.get $at)) (i32.const 15))))
    (drop (call $mixBlocks (local.get $at) (local.get $lastBlock)))
    (drop (call $fillPending (local.get $lastBlock) (local.get $end))))

  ;; Copies until 16 bytes wait or the piece ends; answers how far it came.
  (func $fillPending (param $at i32) (param $end i32) (result i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (br_if $done (i32.ge_u (global.get $pendingLength) (i32.const 16)))
        (i32.store8 (global.get $pendingLength) (i32.load8_u (local.get $at)))
        (global.set $pendingLength (i32.add (global.get $pendingLength) (i32.const 1)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (local.get $at))

  (func (export "endRow")
    (drop (call $mixTail (i32.const 0) (global.get $pendingLength)))
    (call $addRow (global.get $rowLength))
    (call $beginRow))

  ;; The common case of a block of rows, at a chunk's beginning: takes chunk after chunk (a sign byte, four
  ;; little-endian bytes of length, the bytes) while each is here to its end and is one row that ends with
  ;; its newline. Answers where the first one begins that is anything else; no row is under way then.
  (func (export "takeLines") (param $at i32) (param $end i32) (result i32)
    (local $start i32) (local $length i32) (local $newline i32) (local $tail i32)
    (block $done
      (loop $next
        (br_if $done (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 6)))
        (br_if $done (i32.load8_u (local.get $at)))
        (local.set $length (i32.load offset=1 align=1 (local.get $at)))
        (local.set $start (i32.add (local.get $at) (i32.const 5)))
        (br_if $done (i32.eqz (local.get $length)))
        (br_if $done
          (i32.gt_u (local.get $length) (i32.sub (local.get $end) (local.get $start))))
        (local.set $newline
          (i32.sub (i32.add (local.get $start) (local.get $length)) (i32.const 1)))
        (br_if $done (i32.ne (i32.load8_u (local.get $newline)) (i32.const 0x0a)))
        ;; `\.` is the end of the table; a row of data never begins so.
        (br_if $done (i32.eq (i32.load16_u align=1 (local.get $start)) (i32.const 0x2e5c)))
        (local.set $tail
          (i32.and (i32.sub (local.get $newline) (local.get $start)) (i32.const 15)))
        (br_if $done
          (i64.ne
            (i64.or
              (call $mixBlocks
                (local.get $start)
                (i32.sub (local.get $newline) (local.get $tail)))
              (call $mixTail
                (i32.sub (local.get $newline) (local.get $tail))
                (local.get $tail)))
            (i64.const 0)))
        (call $addRow
          (i64.extend_i32_u (i32.sub (local.get $newline) (local.get $start))))
        (global.set $bytes
          (i64.add (global.get $bytes) (i64.extend_i32_u (local.get $length))))
        (global.set $h1 (i64.const 0))
        (global.set $h2 (i64.const 0))
        (local.set $at (i32.add (local.get $newline) (i32.const 1)))
        (br $next)))
    (global.set $h1 (i64.const 0))
    (global.set $h2 (i64.const 0))
    (local.get $at))
)
