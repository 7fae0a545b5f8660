// SPDX-License-Identifier: Apache-2.0
#include "api/api_fixture.h"

namespace kolog::api {
namespace {

class Authentication : public ApiTest {
 protected:
  Authentication() {
    add_user("owner@one.example", "biz_one");
    add_user("nobody@example.com", "");
  }

  http::Response post_login(const std::string& email, const std::string& password,
                            http::Headers headers = {}) {
    return send_json("POST", "/api/auth/login", std::move(headers),
                     boost::json::serialize(boost::json::object{{"email", email}, {"password", password}}));
  }

  static std::string cookie_in(const http::Response& response) {
    const std::string cookie(response.headers.get("Set-Cookie"));
    return cookie.substr(0, cookie.find(';'));
  }
};

TEST_F(Authentication, LoginAnswersWhoIsLoggedInAndSetsAProtectedCookie) {
  const auto response = post_login("Owner@One.example", kPassword);
  ASSERT_EQ(response.status, 200) << text_of(response);
  const auto body = json_of(response);
  EXPECT_EQ(body.at("user").at("email"), "owner@one.example");
  EXPECT_EQ(body.at("user").at("role"), "owner");
  EXPECT_EQ(body.at("business").at("id"), "biz_one");
  EXPECT_EQ(body.at("csrf").at("header"), "X-CSRF-Token");
  EXPECT_EQ(body.at("csrf").at("token").as_string().size(), 52U);
  EXPECT_EQ(body.at("speech").at("demo"), true);
  const std::string cookie(response.headers.get("Set-Cookie"));
  for (const auto* part : {"; HttpOnly", "; SameSite=Lax", "; Path=/", "; Secure", "; Max-Age=1209600"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
}

TEST_F(Authentication, CookieIsNotSecureWhereThePublicUrlIsPlain) {
  context_->settings.public_url = "http://127.0.0.1:8080";
  EXPECT_EQ(post_login("owner@one.example", kPassword).headers.get("Set-Cookie").find("Secure"),
            std::string_view::npos);
}

TEST_F(Authentication, SessionOpensMeAndCallsUntilItRunsOut) {
  const auto cookie = cookie_in(post_login("owner@one.example", kPassword));
  EXPECT_EQ(send("GET", "/api/auth/me", {{"Cookie", "theme=dark; " + cookie}}).status, 200);
  EXPECT_EQ(send("GET", "/api/calls", {{"Cookie", cookie}}).status, 200);
  clock_.advance(context_->settings.session_lifetime);
  EXPECT_EQ(send("GET", "/api/auth/me", {{"Cookie", cookie}}).status, 401);
}

TEST_F(Authentication, TokenAndPasswordAreNotInTheDatabaseAsTheyAre) {
  const auto cookie = cookie_in(post_login("owner@one.example", kPassword));
  const auto token = cookie.substr(cookie.find('=') + 1);
  std::string everything;
  for (const auto* name : {"kolog.db", "kolog.db-wal"}) {
    std::ifstream file(folder_ / name, std::ios::binary);
    everything.append(std::istreambuf_iterator<char>(file), {});
  }
  EXPECT_NE(everything.find(token_hash(token)), std::string::npos);
  EXPECT_EQ(everything.find(token), std::string::npos);
  EXPECT_EQ(everything.find(kPassword), std::string::npos);
}

TEST_F(Authentication, WrongPasswordAndUnknownEmailAreAnsweredTheSame) {
  const auto wrong = post_login("owner@one.example", "incorrect horse");
  const auto unknown = post_login("stranger@one.example", kPassword);
  const auto malformed = post_login("' OR 1=1 --", kPassword);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(code_of(wrong), "unauthenticated");
  EXPECT_EQ(text_of(wrong), text_of(unknown));
  EXPECT_EQ(text_of(wrong), text_of(malformed));
  EXPECT_FALSE(wrong.headers.contains("Set-Cookie"));
}

TEST_F(Authentication, GuessingIsSlowedDownEvenForTheRightPasswordAndForUnknownEmails) {
  for (const auto* email : {"owner@one.example", "stranger@one.example"}) {
    for (int i = 0; i < 10; ++i)
      EXPECT_EQ(post_login(email, "guess number " + std::to_string(i)).status, 401);
    const auto response = post_login(email, kPassword);
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(code_of(response), "rate_limited");
    EXPECT_EQ(response.headers.get("Retry-After"), "900");
  }
}

TEST_F(Authentication, ForwardedAddressOfAStrangerDoesNotEscapeTheThrottle) {
  for (int i = 0; i < 50; ++i) {
    post_login("user" + std::to_string(i) + "@example.com", "guess",
               {{"X-Forwarded-For", "10.0.0." + std::to_string(i)}});
  }
  EXPECT_EQ(post_login("owner@one.example", kPassword, {{"X-Forwarded-For", "10.1.1.1"}}).status, 429);
}

TEST_F(Authentication, LoginFromAnotherSitesPageIsRefused) {
  EXPECT_EQ(post_login("owner@one.example", kPassword, {{"Origin", "https://attacker.example"}}).status, 403);
  EXPECT_EQ(post_login("owner@one.example", kPassword, {{"Origin", "null"}}).status, 403);
  EXPECT_EQ(
      post_login("owner@one.example", kPassword,
                 {{"Origin", "https://kolog.example.com.attacker.example"}, {"Host", "kolog.example.com"}})
          .status,
      403);
  EXPECT_EQ(post_login("owner@one.example", kPassword, {{"Origin", "https://kolog.example.com"}}).status,
            200);
  EXPECT_EQ(post_login("owner@one.example", kPassword,
                       {{"Origin", "http://127.0.0.1:8080"}, {"Host", "127.0.0.1:8080"}})
                .status,
            200);
}

TEST_F(Authentication, LoginThatAFormCanSendIsRefused) {
  const auto response = send("POST", "/api/auth/login", {{"Content-Type", "text/plain"}},
                             R"({"email":"owner@one.example","password":"correct horse battery"})");
  EXPECT_EQ(response.status, 415);
}

TEST_F(Authentication, LoginRefusesWhatItDoesNotKnow) {
  for (const auto* body :
       {R"({"email":"a@b"})", R"({"email":1,"password":"x"})", R"({"email":"a@b","password":null})",
        R"({"email":"a@b","password":"x","admin":true})", "[]"}) {
    const auto response = send_json("POST", "/api/auth/login", {}, body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(code_of(response), "invalid_request") << body;
  }
  EXPECT_EQ(post_login("owner@one.example", std::string(1025, 'x')).status, 400);
}

TEST_F(Authentication, LoginReplacesTheSessionThatTheBrowserHad) {
  const auto first = cookie_in(post_login("owner@one.example", kPassword));
  const auto second = cookie_in(post_login("owner@one.example", kPassword, {{"Cookie", first}}));
  EXPECT_NE(first, second);
  EXPECT_EQ(send("GET", "/api/auth/me", {{"Cookie", first}}).status, 401);
  EXPECT_EQ(send("GET", "/api/auth/me", {{"Cookie", second}}).status, 200);
}

TEST_F(Authentication, HashOfWeakerSettingsIsReplacedAtLogin) {
  change([&](database::Session& session) {
    store::UserStore users(session);
    const auto weak = PasswordHasher(PasswordHasher::Settings{32, 1, 1}).hash(kPassword).value();
    users.set_password_hash(users.find_by_email("owner@one.example")->id, weak);
  });
  EXPECT_EQ(post_login("owner@one.example", kPassword).status, 200);
  change([&](database::Session& session) {
    const auto hash = store::UserStore(session).find_by_email("owner@one.example")->password_hash;
    EXPECT_FALSE(passwords_.is_outdated(hash));
    EXPECT_TRUE(passwords_.verify(kPassword, hash));
  });
}

TEST_F(Authentication, ChangeWithACookieNeedsTheSessionsOwnCsrfToken) {
  const auto login = log_in("owner@one.example");
  const auto other = log_in("owner@one.example");
  for (const auto& headers :
       {cookie_of(login), http::Headers{{"Cookie", login.cookie}, {"X-CSRF-Token", ""}},
        http::Headers{{"Cookie", login.cookie}, {"X-CSRF-Token", other.csrf}},
        http::Headers{{"Cookie", login.cookie}, {"X-CSRF-Token", login.csrf.substr(0, 51)}}}) {
    const auto response = send("POST", "/api/auth/logout", headers);
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(code_of(response), "forbidden");
  }
  EXPECT_EQ(send("GET", "/api/auth/me", cookie_of(login)).status, 200);
}

TEST_F(Authentication, LogoutEndsTheSessionAndTakesTheCookieAway) {
  const auto login = log_in("owner@one.example");
  const auto response = send("POST", "/api/auth/logout", cookie_and_csrf_of(login));
  EXPECT_EQ(response.status, 204);
  EXPECT_NE(response.headers.get("Set-Cookie").find("Max-Age=0"), std::string_view::npos);
  EXPECT_EQ(send("GET", "/api/auth/me", cookie_of(login)).status, 401);
}

TEST_F(Authentication, KeyNeedsNoCsrfHeaderAndIsNoPerson) {
  const auto key = key_of("biz_one");
  EXPECT_EQ(send("GET", "/api/calls", key).status, 200);
  EXPECT_EQ(send("GET", "/api/auth/me", key).status, 403);
  EXPECT_EQ(send("POST", "/api/auth/logout", key).status, 403);
}

TEST_F(Authentication, BadKeyIsNotMadeGoodByAGoodCookie) {
  const auto login = log_in("owner@one.example");
  for (const auto* authorization :
       {"", "Bearer", "Bearer ", "Bearer kolog_", "Bearer kolog_0000", "Basic a29sb2c6a29sb2c=", "kolog_x"}) {
    const auto response =
        send("GET", "/api/calls", {{"Cookie", login.cookie}, {"Authorization", authorization}});
    EXPECT_EQ(response.status, 401) << authorization;
    EXPECT_EQ(response.headers.get("WWW-Authenticate"), "Bearer");
  }
}

TEST_F(Authentication, SessionTokenIsNoKeyAndKeyIsNoSession) {
  const auto login = log_in("owner@one.example");
  const auto token = login.cookie.substr(login.cookie.find('=') + 1);
  EXPECT_EQ(send("GET", "/api/calls", {{"Authorization", "Bearer " + token}}).status, 401);
  const auto key = std::string(key_of("biz_one").get("Authorization")).substr(7);
  EXPECT_EQ(send("GET", "/api/calls", {{"Cookie", "kolog_session=" + key}}).status, 401);
}

TEST_F(Authentication, OddCookiesAreNoLogin) {
  for (const std::string cookie :
       {"kolog_session", "kolog_session=", "xkolog_session=a", ";;;", "=", "kolog_session=;a=b"}) {
    EXPECT_EQ(send("GET", "/api/auth/me", {{"Cookie", cookie}}).status, 401) << cookie;
  }
  EXPECT_EQ(send("GET", "/api/auth/me", {{"Cookie", "kolog_session=" + std::string(100'000, 'a')}}).status,
            401);
}

TEST_F(Authentication, LoginWithoutABusinessSeesItselfAndNoCalls) {
  const auto login = log_in("nobody@example.com");
  const auto me = json_of(send("GET", "/api/auth/me", cookie_of(login)));
  EXPECT_TRUE(me.at("business").is_null());
  const auto calls = send("GET", "/api/calls", cookie_of(login));
  EXPECT_EQ(calls.status, 400);
  EXPECT_EQ(code_of(calls), "business_required");
}

}  // namespace
}  // namespace kolog::api
