// SPDX-License-Identifier: Apache-2.0
// The program's subcommands, one file each. Each function adds its subcommand to the command line; its
// callback runs after parsing and leaves the exit status in the invocation.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace CLI {
class App;
}

namespace kolog::app {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

struct Invocation {
  std::filesystem::path
      settings_file;  // --config; empty: kolog.toml in the working directory if there is one
  int exit_status = kExitOk;
};

/// Tells a person on standard error what went wrong: kExitFailed.
int report(const Error& error);

void add_serve_command(CLI::App& program, Invocation& invocation);
void add_worker_command(CLI::App& program, Invocation& invocation);
void add_transcribe_command(CLI::App& program, Invocation& invocation);
void add_evaluate_command(CLI::App& program, Invocation& invocation);
void add_extract_command(CLI::App& program, Invocation& invocation);
void add_models_command(CLI::App& program, Invocation& invocation);
void add_admin_command(CLI::App& program, Invocation& invocation);
void add_migrate_command(CLI::App& program, Invocation& invocation);
void add_doctor_command(CLI::App& program, Invocation& invocation);

}  // namespace kolog::app
