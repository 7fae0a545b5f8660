// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "app/commands.h"

int main(int argc, char** argv) {
  using namespace kolog::app;
  CLI::App program{"Kolog records, transcribes and understands a business's Twilio calls.", "kolog"};
  program.set_version_flag("--version", KOLOG_VERSION);
  program.require_subcommand(1);
  Invocation invocation;
  program.add_option("--config", invocation.settings_file,
                     "Settings file (default: kolog.toml where there is one)");
  add_serve_command(program, invocation);
  add_worker_command(program, invocation);
  add_transcribe_command(program, invocation);
  add_extract_command(program, invocation);
  add_evaluate_command(program, invocation);
  add_models_command(program, invocation);
  add_admin_command(program, invocation);
  add_migrate_command(program, invocation);
  add_doctor_command(program, invocation);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? kExitOk : kExitUsage;
  } catch (const std::exception& error) {
    std::cerr << "kolog: " << error.what() << "\n";
    return kExitFailed;
  }
  return invocation.exit_status;
}
