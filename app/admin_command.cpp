// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include <CLI/CLI.hpp>

#include "app/admin.h"
#include "app/open_storage.h"
#include "store/business_store.h"

namespace kolog::app {
namespace {

constexpr std::size_t kLongestName = 200;  // bytes

}  // namespace

Error wrong_usage(std::string message) {
  return failure(ErrorCode::invalid_request, std::move(message));
}

void fail_admin(const Error& error, Invocation& invocation) {
  const int status = report(error);
  invocation.exit_status = error.code == ErrorCode::invalid_request ? kExitUsage : status;
}

void run_admin(Invocation& invocation, const AdminWork& work) {
  const auto settings = load_settings(invocation.settings_file);
  if (!settings) {
    invocation.exit_status = report(settings.error());
    return;
  }
  const auto database = open_database(*settings);
  if (!database) {
    invocation.exit_status = report(database.error());
    return;
  }
  const auto answer =
      (*database)->transact([&](database::Session& session) { return work(session, *settings); });
  if (!answer) return fail_admin(answer.error(), invocation);
  std::cout << boost::json::serialize(*answer) << "\n";
}

Result<void> check_name(const std::string& name) {
  if (name.find_first_not_of(' ') != name.npos && name.size() <= kLongestName) return {};
  return wrong_usage("--name must say something, in at most 200 bytes");
}

Result<void> require_business(database::Session& session, const std::string& id) {
  if (store::BusinessStore(session).find(id)) return {};
  return failure(ErrorCode::not_found, "There is no business " + id);
}

void add_admin_command(CLI::App& program, Invocation& invocation) {
  auto* admin =
      program.add_subcommand("admin", "Businesses, their numbers, Twilio accounts, users and API keys");
  admin->require_subcommand(1);
  add_business_commands(*admin, invocation);
  add_number_commands(*admin, invocation);
  add_account_commands(*admin, invocation);
  add_user_commands(*admin, invocation);
  add_correction_commands(*admin, invocation);
}

}  // namespace kolog::app
