// SPDX-License-Identifier: Apache-2.0
// What `kolog evaluate` measures, one subcommand a file.
#pragma once

#include "app/commands.h"

namespace kolog::app {

void add_evaluate_speech(CLI::App& evaluate, Invocation& invocation);
void add_evaluate_insight(CLI::App& evaluate, Invocation& invocation);
void add_evaluate_phantoms(CLI::App& evaluate, Invocation& invocation);

}  // namespace kolog::app
