// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "app/settings.h"
#include "database/database.h"

namespace kolog::app {
namespace {

Result<int> migrate(const Invocation& invocation) {
  const auto settings = load_settings(invocation.settings_file);
  if (!settings) return settings.error();
  const auto database = database::Database::open({.url = settings->database_url, .connections = 1});
  if (!database) return database.error();
  return (*database)->migrate();
}

}  // namespace

void add_migrate_command(CLI::App& program, Invocation& invocation) {
  auto* command =
      program.add_subcommand("migrate", "Bring the database's schema up to date (serve does it by itself)");
  command->callback([&invocation] {
    const auto applied = migrate(invocation);
    if (!applied) {
      invocation.exit_status = report(applied.error());
      return;
    }
    std::cerr << (*applied == 0 ? "The schema is up to date.\n"
                                : "Migrations applied: " + std::to_string(*applied) + "\n");
  });
}

}  // namespace kolog::app
