// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <termios.h>
#include <unistd.h>
#include <utility>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "api/email_address.h"
#include "api/password.h"
#include "api/token.h"
#include "app/commands.h"
#include "app/open_storage.h"
#include "app/settings.h"
#include "base/clock.h"
#include "base/ids.h"
#include "database/database.h"
#include "domain/call.h"
#include "store/business_store.h"
#include "store/user_store.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using database::Session;
using domain::CallFlow;

constexpr std::size_t kLongestName = 200;  // bytes

/// What a number does with a call, as options of the command line.
struct NumberOptions {
  std::string number;
  std::string flow;  // empty: by what else is given
  std::string forward_to;
  std::string stream_url;
  std::string notice = "none";
  std::string language;
};

struct UserOptions {
  std::string email;
  std::string business_id;
  std::string role = "member";
};

/// A subcommand's work: what it prints, or why it failed.
using Work = std::function<Result<json::value>(Session&)>;

Error wrong(std::string message) {
  return failure(ErrorCode::invalid_request, std::move(message));
}

/// What the options say wrong is wrong usage; the rest is failure.
void fail(const Error& error, Invocation& invocation) {
  const int status = report(error);
  invocation.exit_status = error.code == ErrorCode::invalid_request ? kExitUsage : status;
}

/// Runs in one transaction: what fails leaves nothing behind.
void run(Invocation& invocation, const Work& work) {
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
  const auto answer = (*database)->transact(work);
  if (!answer) return fail(answer.error(), invocation);
  std::cout << json::serialize(*answer) << "\n";
}

Result<void> check_name(const std::string& name) {
  if (name.find_first_not_of(' ') != name.npos && name.size() <= kLongestName) return {};
  return wrong("--name must say something, in at most 200 bytes");
}

Result<CallFlow> flow_of(const NumberOptions& options) {
  if (options.flow.empty()) {
    if (!options.forward_to.empty()) return CallFlow::forward;
    return options.stream_url.empty() ? CallFlow::voicemail : CallFlow::stream;
  }
  const auto flow = domain::parse_call_flow(options.flow);
  if (!flow) return wrong("--flow must be forward, voicemail or stream");
  if (*flow == CallFlow::forward && options.forward_to.empty())
    return wrong("--flow forward needs --forward-to");
  if (*flow == CallFlow::stream && options.stream_url.empty())
    return wrong("--flow stream needs --stream-url");
  return *flow;
}

Result<std::optional<domain::Language>> language_of(const std::string& text, std::string_view option) {
  if (text.empty() || text == "none") return std::optional<domain::Language>();
  const auto language = domain::parse_language(text);
  if (!language) return wrong(std::string(option) + " must be he or en");
  return language;
}

Result<domain::PhoneNumber> number_of(const NumberOptions& options) {
  if (!domain::is_phone_number(options.number))
    return wrong("--phone must be in E.164, such as +97231234567");
  if (!options.forward_to.empty() && !domain::is_phone_number(options.forward_to))
    return wrong("--forward-to must be in E.164, such as +97231234567");
  if (!options.stream_url.empty() && !options.stream_url.starts_with("wss://"))
    return wrong("--stream-url must begin with wss://");
  const auto flow = flow_of(options);
  if (!flow) return flow.error();
  const auto notice = language_of(options.notice, "--notice");
  if (!notice) return notice.error();
  const auto language = language_of(options.language, "--language");
  if (!language) return language.error();
  domain::PhoneNumber number;
  number.number = options.number;
  number.flow = *flow;
  number.forward_to = options.forward_to;
  number.stream_url = options.stream_url;
  number.notice = *notice;
  number.language = *language;
  return number;
}

Result<void> require_business(Session& session, const std::string& id) {
  if (store::BusinessStore(session).find(id)) return {};
  return failure(ErrorCode::not_found, "There is no business " + id);
}

Result<void> add_number(Session& session, const domain::PhoneNumber& number) {
  if (store::BusinessStore(session).insert_number(number)) return {};
  return failure(ErrorCode::conflict, "The number " + number.number + " belongs to a business already");
}

Result<json::value> create_business(Session& session, const std::string& name, const NumberOptions& options) {
  auto number = number_of(options);
  if (!number) return number.error();
  if (const auto named = check_name(name); !named) return named.error();
  number->business_id = new_id("biz_");
  store::BusinessStore(session).insert({number->business_id, name, SystemClock().now()});
  if (const auto added = add_number(session, *number); !added) return added.error();
  return json::object{{"id", number->business_id}};
}

Result<json::value> create_number(Session& session, const std::string& business_id,
                                  const NumberOptions& options) {
  auto number = number_of(options);
  if (!number) return number.error();
  if (const auto known = require_business(session, business_id); !known) return known.error();
  number->business_id = business_id;
  if (const auto added = add_number(session, *number); !added) return added.error();
  return json::object{{"number", number->number}, {"business_id", business_id}};
}

/// Turns the terminal's echo off while it lives.
class SilentTerminal {
 public:
  SilentTerminal() {
    if (::tcgetattr(STDIN_FILENO, &former_) != 0) return;
    auto silent = former_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &former_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  termios former_{};
  bool changed_ = false;
};

std::string ask(std::string_view question) {
  std::cerr << question << std::flush;
  std::string line;
  std::getline(std::cin, line);
  std::cerr << "\n";
  return line;
}

/// From the environment, so that it is in no list of processes, or from whoever sits at the terminal.
Result<std::string> new_password() {
  std::string password;
  if (const char* given = std::getenv("KOLOG_PASSWORD")) {
    password = given;
  } else if (::isatty(STDIN_FILENO) == 1) {
    const SilentTerminal silent;
    password = ask("Password: ");
    if (ask("Once more: ") != password) return wrong("The two passwords differ");
  } else {
    return wrong("Give the password in KOLOG_PASSWORD");
  }
  if (const auto acceptable = api::check_new_password(password); !acceptable) return acceptable.error();
  return password;
}

Result<domain::User> user_of(const UserOptions& options) {
  const auto email = api::normalised_email(options.email);
  if (!email) return wrong("--email is not an e-mail address");
  if (options.role != "owner" && options.role != "member") return wrong("--role must be owner or member");
  const auto password = new_password();
  if (!password) return password.error();
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

template <class Row, class ToJson>
Result<json::value> listed(const std::vector<Row>& rows, ToJson to_object) {
  json::array items;
  for (const auto& row : rows) items.push_back(to_object(row));
  const auto total = items.size();
  return json::object{{"items", std::move(items)}, {"total", total}};
}

Result<json::value> list_businesses(Session& session) {
  return listed(store::BusinessStore(session).list(), [](const domain::Business& business) {
    return json::object{
        {"id", business.id}, {"name", business.name}, {"created_at", format_rfc3339(business.created_at)}};
  });
}

json::value code_of(const std::optional<domain::Language>& language) {
  if (!language) return nullptr;
  return json::value(to_string(*language));
}

Result<json::value> list_numbers(Session& session) {
  return listed(store::BusinessStore(session).list_numbers(), [](const domain::PhoneNumber& number) {
    return json::object{{"number", number.number},
                        {"business_id", number.business_id},
                        {"flow", to_string(number.flow)},
                        {"forward_to", number.forward_to},
                        {"stream_url", number.stream_url},
                        {"notice", code_of(number.notice)},
                        {"language", code_of(number.language)}};
  });
}

Result<json::value> list_users(Session& session) {
  return listed(store::UserStore(session).list(), [](const domain::User& user) {
    json::value business;
    if (!user.business_id.empty()) business = user.business_id;
    return json::object{
        {"id", user.id}, {"email", user.email}, {"business_id", std::move(business)}, {"role", user.role}};
  });
}

Result<json::value> list_api_keys(Session& session) {
  return listed(store::UserStore(session).list_api_keys(), [](const store::ApiKey& key) {
    return json::object{{"id", key.id},
                        {"business_id", key.business_id},
                        {"name", key.name},
                        {"created_at", format_rfc3339(key.created_at)}};
  });
}

void add_number_options(CLI::App& command, NumberOptions& options) {
  command.add_option("--phone", options.number, "The number that is called, in E.164: +97231234567")
      ->required();
  command.add_option("--flow", options.flow, "forward, voicemail or stream (default: by what else is given)");
  command.add_option("--forward-to", options.forward_to, "Where calls are put through to, in E.164");
  command.add_option("--stream-url", options.stream_url, "The voice agent that takes the call: wss://…");
  command.add_option("--notice", options.notice,
                     "The language in which callers hear that they are recorded: he, en or none");
  command.add_option("--language", options.language, "The language spoken on this number: he or en");
}

void add_business_commands(CLI::App& admin, Invocation& invocation) {
  struct Options {
    std::string name;
    std::string business_id;
    NumberOptions number;
  };
  const auto options = std::make_shared<Options>();
  auto* business = admin.add_subcommand("create-business", "Make a business with its first telephone number");
  business->add_option("--name", options->name, "The business's name")->required();
  add_number_options(*business, options->number);
  business->callback([options, &invocation] {
    run(invocation,
        [&](Session& session) { return create_business(session, options->name, options->number); });
  });
  auto* number = admin.add_subcommand("add-number", "Give a business one more telephone number");
  number->add_option("--business", options->business_id, "The business's id")->required();
  add_number_options(*number, options->number);
  number->callback([options, &invocation] {
    run(invocation,
        [&](Session& session) { return create_number(session, options->business_id, options->number); });
  });
}

void add_user_command(CLI::App& admin, Invocation& invocation) {
  const auto options = std::make_shared<UserOptions>();
  auto* command = admin.add_subcommand(
      "create-user", "Make a login; the password comes from KOLOG_PASSWORD, or is asked for");
  command->add_option("--email", options->email, "What the person logs in with")->required();
  command->add_option("--business", options->business_id,
                      "The business's id; without it, no business's calls");
  command->add_option("--role", options->role, "owner, who may change where webhooks go, or member");
  command->callback([options, &invocation] {
    const auto user = user_of(*options);
    if (!user) return fail(user.error(), invocation);
    run(invocation, [&](Session& session) { return create_user(session, *user); });
  });
}

void add_api_key_command(CLI::App& admin, Invocation& invocation) {
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
    run(invocation,
        [&](Session& session) { return create_api_key(session, options->business_id, options->name); });
  });
}

void add_list_command(CLI::App& admin, Invocation& invocation, const std::string& name,
                      const std::string& description, Result<json::value> (*list)(Session&)) {
  admin.add_subcommand(name, description)->callback([list, &invocation] { run(invocation, list); });
}

}  // namespace

void add_admin_command(CLI::App& program, Invocation& invocation) {
  auto* admin = program.add_subcommand("admin", "Businesses, their numbers, users and API keys");
  admin->require_subcommand(1);
  add_business_commands(*admin, invocation);
  add_user_command(*admin, invocation);
  add_api_key_command(*admin, invocation);
  add_list_command(*admin, invocation, "list-businesses", "All businesses", list_businesses);
  add_list_command(*admin, invocation, "list-numbers", "All telephone numbers and what they do",
                   list_numbers);
  add_list_command(*admin, invocation, "list-users", "All logins", list_users);
  add_list_command(*admin, invocation, "list-api-keys", "All API keys, without the keys", list_api_keys);
}

}  // namespace kolog::app
