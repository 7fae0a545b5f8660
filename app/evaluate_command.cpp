// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "app/evaluate.h"

namespace kolog::app {

void add_evaluate_command(CLI::App& program, Invocation& invocation) {
  auto* command =
      program.add_subcommand("evaluate", "Measure on recordings and calls of your own how well Kolog works");
  command->require_subcommand(1);
  add_evaluate_speech(*command, invocation);
  add_evaluate_insight(*command, invocation);
  add_evaluate_phantoms(*command, invocation);
}

}  // namespace kolog::app
