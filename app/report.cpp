// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "app/commands.h"

namespace kolog::app {

int report(const Error& error) {
  std::cerr << "kolog: " << error.public_message;
  if (!error.detail.empty()) std::cerr << " (" << error.detail << ")";
  std::cerr << "\n";
  return kExitFailed;
}

}  // namespace kolog::app
