// SPDX-License-Identifier: Apache-2.0
#include "api/auth_resource.h"

#include <utility>

#include <boost/json.hpp>

#include "api/client_address.h"
#include "api/email_address.h"
#include "api/json_response.h"
#include "api/request_body.h"
#include "api/token.h"
#include "base/ids.h"
#include "base/log.h"
#include "http/run_on.h"
#include "store/business_store.h"
#include "store/user_store.h"

namespace kolog::api {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using Answer = RouteTable::Answer;

Error wrong_credentials() {
  return failure(ErrorCode::unauthenticated, "The e-mail address or the password is wrong");
}

Transport transport_of(const Settings& settings) {
  return settings.public_url.starts_with("https://") ? Transport::encrypted : Transport::plain;
}

json::object me_json(const Context& context, const Principal& principal,
                     const std::optional<domain::Business>& business) {
  json::value of_business;
  if (business) of_business = {{"id", business->id}, {"name", business->name}};
  return {{"user", {{"id", principal.user_id}, {"email", principal.email}, {"role", principal.role}}},
          {"business", std::move(of_business)},
          {"csrf", {{"header", kCsrfHeader}, {"token", principal.csrf_token}}},
          {"speech", {{"model", context.settings.speech_model}, {"demo", context.settings.demo_model}}}};
}

Result<json::object> describe_login(Context& context, const Principal& principal) {
  return context.database.read([&](database::Session& session) -> Result<json::object> {
    std::optional<domain::Business> business;
    if (!principal.business_id.empty()) business = store::BusinessStore(session).find(principal.business_id);
    return me_json(context, principal, business);
  });
}

/// The user whose password that is.
Result<domain::User> check_password(Context& context, const std::string& email, const std::string& password) {
  using Found = std::optional<domain::User>;
  const auto found = context.database.read([&](database::Session& session) -> Result<Found> {
    return store::UserStore(session).find_by_email(email);
  });
  if (!found) return found.error();
  if (!*found) {
    context.passwords.verify_nobody(password);
    return wrong_credentials();
  }
  const auto& user = **found;
  if (!context.passwords.verify(password, user.password_hash)) return wrong_credentials();
  return user;
}

struct NewSession {
  std::string token;
  Principal principal;
};

/// A session of its own for each login; the one that the browser had before ends.
Result<NewSession> open_session(Context& context, const domain::User& user, const std::string& rehashed,
                                const std::optional<std::string>& former_token) {
  NewSession opened;
  opened.token = new_token("");
  opened.principal.user_id = user.id;
  opened.principal.email = user.email;
  opened.principal.role = user.role;
  opened.principal.business_id = user.business_id;
  opened.principal.csrf_token = new_token("");
  const auto now = context.clock.now();
  const auto saved = context.database.transact([&](database::Session& session) -> Result<void> {
    store::UserStore users(session);
    users.remove_expired_sessions(now);
    if (former_token) users.remove_session(token_hash(*former_token));
    if (!rehashed.empty()) users.set_password_hash(user.id, rehashed);
    users.insert_session(token_hash(opened.token), user.id, opened.principal.csrf_token,
                         now + context.settings.session_lifetime);
    return {};
  });
  if (!saved) return saved.error();
  return opened;
}

Answer logged_in(Context& context, const domain::User& user, const std::string& password,
                 const http::Request& request) {
  std::string rehashed;
  if (context.passwords.is_outdated(user.password_hash)) {
    const auto hash = context.passwords.hash(password);
    if (hash) rehashed = *hash;
  }
  const auto opened = open_session(context, user, rehashed, session_token(request));
  if (!opened) return opened.error();
  const auto body = describe_login(context, opened->principal);
  if (!body) return body.error();
  auto response = json_response(200, *body);
  response.headers.add("Set-Cookie", session_cookie(opened->token, context.settings.session_lifetime,
                                                    transport_of(context.settings)));
  log::info("API", "logged in", {{"user", user.id}});
  return response;
}

Answer login(Context& context, const http::Request& request) {
  const auto origin = check_origin(request, context.settings.public_url);
  if (!origin) return origin.error();
  const auto body = RequestBody::parse(request, {"email", "password"});
  if (!body) return body.error();
  const auto written_email = body->text("email", 1024);
  if (!written_email) return written_email.error();
  const auto password = body->text("password", kLongestPassword);
  if (!password) return password.error();
  // Nobody has an address that is none: it is treated as an unknown one.
  const auto email = normalised_email(*written_email).value_or("?");

  auto attempt = context.throttle.begin(email, client_address(request, context.settings.trusted_proxies));
  if (!attempt) return attempt.error();
  const auto user = check_password(context, email, *password);
  if (!user) {
    if (user.error().code == ErrorCode::unauthenticated) {
      log::warning("API", "login refused",
                   {{"address", client_address(request, context.settings.trusted_proxies)}});
    }
    return user.error();
  }
  attempt->succeed();
  return logged_in(context, *user, *password, request);
}

asio::awaitable<Answer> async_login(Context& context, http::Request request) {
  auto work = [&context, &request] { return login(context, request); };
  co_return co_await http::run_on(context.password_pool, std::move(work));
}

Result<void> require_person(const Principal& principal) {
  if (principal.kind == Principal::Kind::person) return {};
  return failure(ErrorCode::forbidden, "An API key is no person's login");
}

Answer me(Context& context, const Principal& principal, const http::Request&) {
  const auto person = require_person(principal);
  if (!person) return person.error();
  const auto body = describe_login(context, principal);
  if (!body) return body.error();
  return json_response(200, *body);
}

Answer logout(Context& context, const Principal& principal, const http::Request& request) {
  const auto person = require_person(principal);
  if (!person) return person.error();
  const auto removed = context.database.transact([&](database::Session& session) -> Result<void> {
    store::UserStore(session).remove_session(token_hash(session_token(request).value_or("")));
    return {};
  });
  if (!removed) return removed.error();
  auto response = empty_response();
  response.headers.add("Set-Cookie",
                       session_cookie("", std::chrono::seconds{0}, transport_of(context.settings)));
  return response;
}

}  // namespace

void add_auth_routes(RouteTable& routes) {
  routes.add_async("POST", "/api/auth/login", async_login);
  routes.add_for_login("GET", "/api/auth/me", me);
  routes.add_for_login("POST", "/api/auth/logout", logout);
}

}  // namespace kolog::api
