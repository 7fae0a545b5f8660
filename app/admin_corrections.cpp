// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <limits>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/admin.h"
#include "app/open_storage.h"
#include "workflow/export_corrections.h"

namespace kolog::app {
namespace {

Result<void> export_corrections(const Invocation& invocation, const std::string& business) {
  const auto settings = load_settings(invocation.settings_file);
  if (!settings) return settings.error();
  const auto database = open_database(*settings);
  if (!database) return database.error();
  return (*database)->read([&](database::Session& session) -> Result<void> {
    if (const auto known = require_business(session, business); !known) return known.error();
    constexpr std::size_t kAll = std::numeric_limits<int>::max();
    workflow::export_corrections(session, {business, settings->time_zone, kAll},
                                 [](std::string_view line) { std::cout << line; });
    return {};
  });
}

}  // namespace

void add_correction_commands(CLI::App& admin, Invocation& invocation) {
  const auto business = std::make_shared<std::string>();
  auto* command = admin.add_subcommand(
      "export-corrections", "The calls that people corrected, as labelled calls: one JSON object a line");
  command->add_option("--business", *business, "The business's id")->required();
  command->callback([business, &invocation] {
    const auto exported = export_corrections(invocation, *business);
    if (!exported) fail_admin(exported.error(), invocation);
  });
}

}  // namespace kolog::app
