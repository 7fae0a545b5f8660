// SPDX-License-Identifier: Apache-2.0
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0b6674" />
      <path d="M8 12.5v7M12.5 8.5v15" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" fill="none" />
      <path
        d="M17.5 10h6.5M17.5 16h4.5M17.5 22h6.5"
        stroke="#8fdbe4"
        strokeWidth="2.6"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
