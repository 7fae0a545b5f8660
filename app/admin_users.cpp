// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "api/email_address.h"
#include "api/password.h"
#include "api/token.h"
#include "app/admin.h"
#include "app/terminal_prompt.h"
#include "base/clock.h"
#include "base/ids.h"
#include "store/user_store.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using database::Session;

struct UserOptions {
  std::string email;
  std::string business_id;
  std::string role = "member";
};

Result<domain::User> user_of(const UserOptions& options) {
  const auto email = api::normalised_email(options.email);
  if (!email) return wrong_usage("--email is not an e-mail address");
  if (options.role != "owner" && options.role != "member")
    return wrong_usage("--role must be owner or member");
  const auto password = ask_secret({"KOLOG_PASSWORD", "Password", Typed::twice});
  if (!password) return password.error();
  if (const auto acceptable = api::check_new_password(*password); !acceptable) return acceptable.error();
  const auto hash = api::PasswordHasher().hash(*password);
  if (!hash) return hash.error();
  domain::User user;
  user.id = new_id("user_");
  user.email = *email;
  user.business_id = options.business_id;
  user.role = options.role;
  user.password_hash = *hash;
  return user;
}

Result<json::value> create_user(Session& session, const domain::User& user) {
  if (!user.business_id.empty()) {
    if (const auto known = require_business(session, user.business_id); !known) return known.error();
  }
  if (!store::UserStore(session).insert(user, SystemClock().now())) {
    return failure(ErrorCode::conflict, "There is a user " + user.email + " already");
  }
  return json::object{{"id", user.id}};
}

Result<json::value> create_api_key(Session& session, const std::string& business_id,
                                   const std::string& name) {
  if (const auto named = check_name(name); !named) return named.error();
  if (const auto known = require_business(session, business_id); !known) return known.error();
  const auto key = new_token(api::kApiKeyPrefix);
  const store::ApiKey row{new_id("key_"), business_id, name, SystemClock().now()};
  store::UserStore(session).insert_api_key(row, api::token_hash(key));
  return json::object{{"id", row.id}, {"key", key}};
}

Result<json::value> list_users(Session& session, const Settings&) {
  return listed(store::UserStore(session).list(), [](const domain::User& user) {
    json::value business;
    if (!user.business_id.empty()) business = user.business_id;
    return json::object{
        {"id", user.id}, {"email", user.email}, {"business_id", std::move(business)}, {"role", user.role}};
  });
}

Result<json::value> list_api_keys(Session& session, const Settings&) {
  return listed(store::UserStore(session).list_api_keys(), [](const store::ApiKey& key) {
    return json::object{{"id", key.id},
                        {"business_id", key.business_id},
                        {"name", key.name},
                        {"created_at", format_rfc3339(key.created_at)}};
  });
}

void define_create_user(CLI::App& admin, Invocation& invocation) {
  const auto options = std::make_shared<UserOptions>();
  auto* command = admin.add_subcommand(
      "create-user", "Make a login; the password comes from KOLOG_PASSWORD, or is asked for");
  command->add_option("--email", options->email, "What the person logs in with")->required();
  command->add_option("--business", options->business_id,
                      "The business's id; without it, no business's calls");
  command->add_option("--role", options->role, "owner, who may change where webhooks go, or member");
  command->callback([options, &invocation] {
    const auto user = user_of(*options);
    if (!user) return fail_admin(user.error(), invocation);
    run_admin(invocation, [&](Session& session, const Settings&) { return create_user(session, *user); });
  });
}

void define_create_api_key(CLI::App& admin, Invocation& invocation) {
  struct Options {
    std::string business_id;
    std::string name;
  };
  const auto options = std::make_shared<Options>();
  auto* command =
      admin.add_subcommand("create-api-key", "Make a business's API key; it is printed this once");
  command->add_option("--business", options->business_id, "The business's id")->required();
  command->add_option("--name", options->name, "What the key is for")->required();
  command->callback([options, &invocation] {
    run_admin(invocation, [&](Session& session, const Settings&) {
      return create_api_key(session, options->business_id, options->name);
    });
  });
}

}  // namespace

void add_user_commands(CLI::App& admin, Invocation& invocation) {
  define_create_user(admin, invocation);
  define_create_api_key(admin, invocation);
  admin.add_subcommand("list-users", "All logins")->callback([&] { run_admin(invocation, list_users); });
  admin.add_subcommand("list-api-keys", "All API keys, without the keys")->callback([&] {
    run_admin(invocation, list_api_keys);
  });
}

}  // namespace kolog::app
