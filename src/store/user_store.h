// SPDX-License-Identifier: Apache-2.0
// The tables `users`, `sessions` and `api_keys`. Of tokens and keys only SHA-256 hashes are kept: whoever
// reads the database cannot log in with what is in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"
#include "domain/business.h"

namespace kolog::store {

struct LoginSession {
  domain::User user;
  std::string csrf_token;
};

struct ApiKey {
  std::string id;
  std::string business_id;
  std::string name;
  Timestamp created_at{};
};

class UserStore {
 public:
  explicit UserStore(database::Session& session) : session_(session) {}

  /// False if the address is taken.
  bool insert(const domain::User& user, Timestamp now);
  std::optional<domain::User> find_by_email(std::string_view email);
  std::vector<domain::User> list();
  void set_password_hash(std::string_view user_id, std::string_view password_hash);

  void insert_session(std::string_view token_hash, std::string_view user_id, std::string_view csrf_token,
                      Timestamp expires_at);
  std::optional<LoginSession> find_session(std::string_view token_hash, Timestamp now);
  void remove_session(std::string_view token_hash);
  void remove_expired_sessions(Timestamp now);

  void insert_api_key(const ApiKey& key, std::string_view key_hash);
  std::optional<ApiKey> find_api_key(std::string_view key_hash);
  std::vector<ApiKey> list_api_keys();

 private:
  database::Session& session_;
};

}  // namespace kolog::store
