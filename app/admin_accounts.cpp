// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>

#include "app/admin.h"
#include "app/open_storage.h"
#include "app/terminal_prompt.h"
#include "base/clock.h"
#include "domain/call.h"
#include "http/url.h"
#include "recordings/twilio_accounts.h"
#include "store/job_store.h"
#include "store/twilio_account_store.h"
#include "workflow/stages.h"

namespace kolog::app {
namespace {

namespace json = boost::json;
using database::Session;

constexpr std::size_t kLongestToken = 200;  // bytes

struct AccountOptions {
  std::string business_id;
  std::string account_sid;
  std::string api_url;
  std::string region;
};

/// https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region
Result<std::string> host_of_region(std::string_view region) {
  if (region == "us1") return std::string("https://api.twilio.com");
  if (region == "ie1") return std::string("https://api.dublin.ie1.twilio.com");
  if (region == "au1") return std::string("https://api.sydney.au1.twilio.com");
  return wrong_usage("--region must be us1, ie1 or au1");
}

/// Empty: the installation's host.
Result<std::string> api_url_of(const AccountOptions& options) {
  if (!options.region.empty()) return host_of_region(options.region);
  if (options.api_url.empty()) return std::string();
  const auto url = http::parse_url(options.api_url);
  const bool is_http = url && (url->scheme == "https" || url->scheme == "http");
  if (!is_http || url->target != "/")
    return wrong_usage("--api-url must be a host, such as https://api.dublin.ie1.twilio.com");
  return http::origin_of(*url);
}

Result<Secret> new_auth_token() {
  auto token = ask_secret({"KOLOG_TWILIO_TOKEN", "The account's auth token"});
  if (!token) return token.error();
  const bool visible = std::all_of(token->begin(), token->end(),
                                   [](char character) { return character > ' ' && character < '\x7f'; });
  if (token->empty() || token->size() > kLongestToken || !visible)
    return wrong_usage("An auth token is 1 to 200 letters and digits, without spaces");
  return Secret(*std::move(token));
}

Result<json::value> add_account(Session& session, const Settings& settings, domain::TwilioAccount account,
                                const Secret& auth_token) {
  if (account.account_sid == settings.twilio_account_sid) {
    return failure(ErrorCode::conflict,
                   account.account_sid + " is the installation's own account, which stands in the settings");
  }
  if (const auto business = require_business(session, account.business_id); !business)
    return business.error();
  store::TwilioAccountStore accounts(session);
  const auto known = accounts.find(account.account_sid);
  // A new token alone leaves the account where it is.
  if (known && account.api_url.empty()) account.api_url = known->api_url;
  const auto secrets = open_secrets(settings);
  if (!secrets) return secrets.error();
  account.sealed_auth_token = recordings::seal_auth_token(*secrets, account.account_sid, auth_token);
  account.created_at = SystemClock().now();
  if (!accounts.save(account))
    return failure(ErrorCode::conflict, account.account_sid + " is another business's account");
  // From now on its calls are Kolog's, those that Twilio cannot tell of as well.
  store::JobStore(session).enqueue_again(workflow::kReviewJob, account.account_sid, account.created_at);
  return json::object{{"account_sid", account.account_sid}, {"business_id", account.business_id}};
}

Result<json::value> list_accounts(Session& session, const Settings& settings) {
  return listed(store::TwilioAccountStore(session).list(), [&](const domain::TwilioAccount& account) {
    return json::object{{"account_sid", account.account_sid},
                        {"business_id", account.business_id},
                        {"api_url", account.api_url.empty() ? settings.twilio_api_url : account.api_url},
                        {"created_at", format_rfc3339(account.created_at)}};
  });
}

void define_add_account(CLI::App& admin, Invocation& invocation) {
  const auto options = std::make_shared<AccountOptions>();
  auto* command = admin.add_subcommand(
      "add-account",
      "Take in a business's own Twilio account, or give it another token or host; the token comes from "
      "KOLOG_TWILIO_TOKEN, or is asked for");
  command->add_option("--business", options->business_id, "The business's id")->required();
  command->add_option("--account-sid", options->account_sid, "The account's SID: AC…")->required();
  auto* url =
      command->add_option("--api-url", options->api_url,
                          "Twilio's host for the account (default: the one it had, or the installation's)");
  command->add_option("--region", options->region, "The same by its region: us1, ie1 or au1")->excludes(url);
  command->callback([options, &invocation] {
    if (!domain::is_account_sid(options->account_sid))
      return fail_admin(wrong_usage("--account-sid must be AC and 32 hexadecimal digits"), invocation);
    const auto api_url = api_url_of(*options);
    if (!api_url) return fail_admin(api_url.error(), invocation);
    const auto token = new_auth_token();
    if (!token) return fail_admin(token.error(), invocation);
    domain::TwilioAccount account;
    account.account_sid = options->account_sid;
    account.business_id = options->business_id;
    account.api_url = *api_url;
    run_admin(invocation, [&](Session& session, const Settings& settings) {
      return add_account(session, settings, account, *token);
    });
  });
}

void define_remove_account(CLI::App& admin, Invocation& invocation) {
  const auto account_sid = std::make_shared<std::string>();
  auto* command = admin.add_subcommand(
      "remove-account", "Forget a business's Twilio account and its token; its calls and numbers stay");
  command->add_option("--account-sid", *account_sid, "The account's SID: AC…")->required();
  command->callback([account_sid, &invocation] {
    run_admin(invocation, [&](Session& session, const Settings&) -> Result<json::value> {
      if (!store::TwilioAccountStore(session).remove(*account_sid))
        return failure(ErrorCode::not_found, "There is no account " + *account_sid);
      return json::object{{"account_sid", *account_sid}};
    });
  });
}

}  // namespace

void add_account_commands(CLI::App& admin, Invocation& invocation) {
  define_add_account(admin, invocation);
  define_remove_account(admin, invocation);
  admin.add_subcommand("list-accounts", "The Twilio accounts of businesses, without their tokens")
      ->callback([&] { run_admin(invocation, list_accounts); });
}

}  // namespace kolog::app
