/** One monitor, one OSD in memory and one RADOS gateway, all on loopback and in one folder. */
export function formatCephConfiguration(options: {
  folder: string;
  clusterId: string;
  /** This port and the 19 after it. */
  firstPort: number;
  s3Port: number;
}): string {
  const { folder, clusterId, firstPort, s3Port } = options;
  const sections = {
    global: {
      fsid: clusterId,
      mon_host: `[v2:127.0.0.1:${firstPort}]`,
      mon_initial_members: 'a',
      public_network: '127.0.0.0/8',
      ms_bind_ipv6: false,
      ms_bind_msgr1: false,
      ms_bind_port_min: firstPort + 1,
      ms_bind_port_max: firstPort + 18,
      keyring: `${folder}/keyring`,
      run_dir: `${folder}/run`,
      admin_socket: `${folder}/run/$name.$pid.asok`,
      log_file: `${folder}/log/$name.log`,
      crash_dir: `${folder}/log`,
      mon_data: `${folder}/mon`,
      osd_data: `${folder}/osd`,
      osd_objectstore: 'memstore',
      memstore_device_bytes: 4 * 1024 ** 3,
      osd_memory_target: 939_524_096,
      osd_class_load_list: '*',
      osd_class_default_list: '*',
      // One copy of everything, and as few placement groups as work.
      osd_pool_default_size: 1,
      osd_pool_default_min_size: 1,
      osd_pool_default_pg_num: 1,
      osd_pool_default_pgp_num: 1,
      osd_pool_default_pg_autoscale_mode: 'off',
      osd_crush_chooseleaf_type: 0,
      mon_allow_pool_size_one: true,
      mon_max_pg_per_osd: 1000,
      auth_allow_insecure_global_id_reclaim: false,
      // A machine with a nearly full disk can still test.
      mon_data_avail_crit: 1,
      mon_data_avail_warn: 2,
      // Without these three it takes 12 s to start instead of 1 or 2.
      paxos_propose_interval: 0.05,
      paxos_min_wait: 0.02,
      mon_tick_interval: 1,
    },
    client: {
      // Without tcp_nodelay many requests take 45 ms longer.
      rgw_frontends: `beast endpoint=127.0.0.1:${s3Port} tcp_nodelay=1`,
      rgw_dns_name: 'localhost',
      rgw_data: `${folder}/rgw`,
    },
  };
  return Object.entries(sections)
    .map(([name, settings]) => {
      const lines = Object.entries(settings).map(
        ([key, value]) => `${key} = ${value}`,
      );
      return [`[${name}]`, ...lines, ''].join('\n');
    })
    .join('\n');
}
