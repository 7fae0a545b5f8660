// SPDX-License-Identifier: Apache-2.0
#include "store/user_store.h"

#include "database/query.h"

namespace kolog::store {
namespace {

using database::Query;

long long milliseconds_of(Timestamp time) {
  return time.time_since_epoch().count();
}

std::optional<std::string> or_null(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

bool UserStore::insert(const domain::User& user, Timestamp now) {
  return Query(session_,
               "INSERT INTO users (id, email, business_id, role, password_hash, created_at) VALUES (:id, "
               ":email, :business, "
               ":role, :hash, :created) ON CONFLICT (email) DO NOTHING")
             .with("id", user.id)
             .with("email", user.email)
             .with("business", or_null(user.business_id))
             .with("role", user.role)
             .with("hash", user.password_hash)
             .with("created", now)
             .run() > 0;
}

std::optional<domain::User> UserStore::find_by_email(std::string_view email) {
  domain::User user;
  Query query(session_, "SELECT id, email, business_id, role, password_hash FROM users WHERE email = :email");
  query.with("email", email).into(user.id, user.email, user.business_id, user.role, user.password_hash);
  if (!query.next()) return std::nullopt;
  return user;
}

std::vector<domain::User> UserStore::list() {
  std::vector<domain::User> users;
  domain::User user;
  Query query(session_, "SELECT id, email, business_id, role FROM users ORDER BY email");
  query.into(user.id, user.email, user.business_id, user.role);
  while (query.next()) users.push_back(user);
  return users;
}

void UserStore::set_password_hash(std::string_view user_id, std::string_view password_hash) {
  Query(session_, "UPDATE users SET password_hash = :hash WHERE id = :id")
      .with("hash", password_hash)
      .with("id", user_id)
      .run();
}

void UserStore::insert_session(std::string_view token_hash, std::string_view user_id,
                               std::string_view csrf_token, Timestamp expires_at) {
  Query(session_,
        "INSERT INTO sessions (token_hash, user_id, csrf_token, expires_ms) VALUES (:token, :user, :csrf, "
        ":expires)")
      .with("token", token_hash)
      .with("user", user_id)
      .with("csrf", csrf_token)
      .with("expires", milliseconds_of(expires_at))
      .run();
}

std::optional<LoginSession> UserStore::find_session(std::string_view token_hash, Timestamp now) {
  LoginSession session;
  auto& user = session.user;
  Query query(
      session_,
      "SELECT users.id, users.email, users.business_id, users.role, sessions.csrf_token FROM sessions JOIN "
      "users ON "
      "users.id = sessions.user_id WHERE sessions.token_hash = :token AND sessions.expires_ms > :now");
  query.with("token", token_hash).with("now", milliseconds_of(now));
  query.into(user.id, user.email, user.business_id, user.role, session.csrf_token);
  if (!query.next()) return std::nullopt;
  return session;
}

void UserStore::remove_session(std::string_view token_hash) {
  Query(session_, "DELETE FROM sessions WHERE token_hash = :token").with("token", token_hash).run();
}

void UserStore::remove_expired_sessions(Timestamp now) {
  Query(session_, "DELETE FROM sessions WHERE expires_ms <= :now").with("now", milliseconds_of(now)).run();
}

void UserStore::insert_api_key(const ApiKey& key, std::string_view key_hash) {
  Query(session_,
        "INSERT INTO api_keys (id, business_id, name, key_hash, created_at) VALUES (:id, :business, :name, "
        ":hash, :created)")
      .with("id", key.id)
      .with("business", key.business_id)
      .with("name", key.name)
      .with("hash", key_hash)
      .with("created", key.created_at)
      .run();
}

std::optional<ApiKey> UserStore::find_api_key(std::string_view key_hash) {
  ApiKey key;
  Query query(session_, "SELECT id, business_id, name, created_at FROM api_keys WHERE key_hash = :hash");
  if (!query.with("hash", key_hash).into(key.id, key.business_id, key.name, key.created_at).next())
    return std::nullopt;
  return key;
}

std::vector<ApiKey> UserStore::list_api_keys() {
  std::vector<ApiKey> keys;
  ApiKey key;
  Query query(session_, "SELECT id, business_id, name, created_at FROM api_keys ORDER BY created_at, id");
  query.into(key.id, key.business_id, key.name, key.created_at);
  while (query.next()) keys.push_back(key);
  return keys;
}

}  // namespace kolog::store
