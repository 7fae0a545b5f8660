// SPDX-License-Identifier: Apache-2.0
// Asks whoever sits at the terminal for something that nobody else should read.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace kolog::app {

/// Whether the secret is typed once, or twice since nobody else knows it.
enum class Typed { once, twice };

struct SecretQuestion {
  const char* variable;  // the environment's, which is asked first: it stands in no list of processes
  std::string_view question;
  Typed typed = Typed::once;
};

/// The secret out of the environment, or from the terminal without echo. `invalid_request` where there is
/// neither.
Result<std::string> ask_secret(const SecretQuestion& secret);

}  // namespace kolog::app
