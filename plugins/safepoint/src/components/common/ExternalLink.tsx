import { Link } from '@backstage/ui';
import type { ReactNode } from 'react';

/** A link to GitLab; opens beside the portal, which somebody in an incident wants to keep. */
export function ExternalLink(props: { href: string; children: ReactNode }) {
  return (
    <Link
      href={props.href}
      target="_blank"
      rel="noopener noreferrer"
      variant="body-medium"
    >
      {props.children}
    </Link>
  );
}
