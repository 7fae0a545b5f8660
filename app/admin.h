// SPDX-License-Identifier: Apache-2.0
// What the subcommands of `kolog admin` share: each is one transaction that prints one JSON object.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "app/commands.h"
#include "app/settings.h"
#include "base/result.h"
#include "database/database.h"
#include "domain/language.h"

namespace kolog::app {

/// A subcommand's work: what it prints, or why it failed.
using AdminWork = std::function<Result<boost::json::value>(database::Session&, const Settings&)>;

/// Runs in one transaction: what fails leaves nothing behind. Wrong options are wrong usage; the rest is
/// failure.
void run_admin(Invocation& invocation, const AdminWork& work);
void fail_admin(const Error& error, Invocation& invocation);

/// The options say something that cannot be done.
Error wrong_usage(std::string message);

/// Something that a person will recognise, in at most 200 bytes.
Result<void> check_name(const std::string& name);
Result<void> require_business(database::Session& session, const std::string& id);

/// An option `--language`: `he`, `en`, `auto`, or `none` (or empty) where somebody else's word is to count.
Result<std::optional<domain::SpokenLanguage>> spoken_language_of(const std::string& text);
inline constexpr auto kBusinesssLanguage =
    "The language spoken with this business: he, en, auto (told from the speech) or none (the "
    "installation's)";

template <class Language>
boost::json::value code_of(const std::optional<Language>& language) {
  if (!language) return nullptr;
  return boost::json::value(to_string(*language));
}

/// `{"items":[…],"total":N}`
template <class Row, class ToJson>
Result<boost::json::value> listed(const std::vector<Row>& rows, ToJson to_object) {
  boost::json::array items;
  for (const auto& row : rows) items.push_back(to_object(row));
  const auto total = items.size();
  return boost::json::object{{"items", std::move(items)}, {"total", total}};
}

void add_business_commands(CLI::App& admin, Invocation& invocation);
void add_number_commands(CLI::App& admin, Invocation& invocation);
void add_user_commands(CLI::App& admin, Invocation& invocation);
void add_correction_commands(CLI::App& admin, Invocation& invocation);
void add_account_commands(CLI::App& admin, Invocation& invocation);

}  // namespace kolog::app
