// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "app/admin.h"
#include "base/clock.h"
#include "store/business_store.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using database::Session;

struct BusinessOptions {
  std::string id;
  std::string name;
  std::string language;
  const CLI::Option* name_option = nullptr;
  const CLI::Option* language_option = nullptr;
};

json::object business_json(const domain::Business& business) {
  return {{"id", business.id},
          {"name", business.name},
          {"language", code_of(business.language)},
          {"created_at", format_rfc3339(business.created_at)}};
}

Result<json::value> set_business(Session& session, const BusinessOptions& options) {
  const bool names = options.name_option->count() > 0;
  const bool speaks = options.language_option->count() > 0;
  if (!names && !speaks) return wrong_usage("Say what is to change: --name or --language");
  if (const auto known = require_business(session, options.id); !known) return known.error();
  store::BusinessStore businesses(session);
  auto business = businesses.find(options.id).value();
  if (names) {
    if (const auto named = check_name(options.name); !named) return named.error();
    business.name = options.name;
  }
  if (speaks) {
    const auto language = spoken_language_of(options.language);
    if (!language) return language.error();
    business.language = *language;
  }
  businesses.update(business);
  return business_json(business);
}

Result<json::value> list_businesses(Session& session, const Settings&) {
  return listed(store::BusinessStore(session).list(), business_json);
}

void define_set_business(CLI::App& admin, Invocation& invocation) {
  const auto options = std::make_shared<BusinessOptions>();
  auto* command =
      admin.add_subcommand("set-business", "Change a business's name or language; what is not given stays");
  command->add_option("--business", options->id, "The business's id")->required();
  options->name_option = command->add_option("--name", options->name, "The business's name");
  options->language_option = command->add_option("--language", options->language, kBusinesssLanguage);
  command->callback([options, &invocation] {
    run_admin(invocation, [&](Session& session, const Settings&) { return set_business(session, *options); });
  });
}

}  // namespace

Result<std::optional<domain::SpokenLanguage>> spoken_language_of(const std::string& text) {
  if (text.empty() || text == "none") return std::optional<domain::SpokenLanguage>();
  const auto language = domain::parse_spoken_language(text);
  if (!language) return wrong_usage("--language must be he, en, auto or none");
  return language;
}

void add_business_commands(CLI::App& admin, Invocation& invocation) {
  define_set_business(admin, invocation);
  admin.add_subcommand("list-businesses", "All businesses")->callback([&] {
    run_admin(invocation, list_businesses);
  });
}

}  // namespace kolog::app
