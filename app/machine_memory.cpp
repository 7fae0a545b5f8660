// SPDX-License-Identifier: Apache-2.0
#include "app/machine_memory.h"

#include <algorithm>
#include <fstream>
#include <unistd.h>

namespace kolog::app {

std::uint64_t machine_memory() {
  const auto pages = ::sysconf(_SC_PHYS_PAGES);
  const auto page = ::sysconf(_SC_PAGESIZE);
  const std::uint64_t machine =
      pages > 0 && page > 0 ? static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) : 0;
  // Within a container the group's own root; "max" is no number and leaves the machine's.
  std::uint64_t limit = 0;
  if (std::ifstream("/sys/fs/cgroup/memory.max") >> limit && limit > 0) {
    return machine == 0 ? limit : std::min(machine, limit);
  }
  return machine;
}

}  // namespace kolog::app
