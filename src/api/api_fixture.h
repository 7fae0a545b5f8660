// SPDX-License-Identifier: Apache-2.0
// For tests: all routes over a real SQLite database in a folder of its own, a clock that is set by hand, and
// audio that the test provides. Requests go through the router as the server would send them.
#pragma once

#include <exception>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "api/routes.h"
#include "api/token.h"
#include "base/ids.h"
#include "http/url.h"
#include "store/business_store.h"
#include "store/call_store.h"
#include "store/recording_store.h"
#include "store/transcript_store.h"
#include "store/user_store.h"
#include "store/webhook_store.h"

namespace kolog::api {

class SetClock final : public Clock {
 public:
  Timestamp now() const override { return now_; }
  void set(Timestamp now) { now_ = now; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Timestamp now_ = parse_time("2026-02-28T09:30:00.125Z").value();
};

inline const std::string kCallSid = "CA00000000000000000000000000000001";
inline const std::string kOtherCallSid = "CA00000000000000000000000000000002";
inline const std::string kRecordingSid = "RE00000000000000000000000000000001";
inline const std::string kAccountSid = "AC00000000000000000000000000000001";
inline const std::string kPassword = "correct horse battery";
inline const std::string kTwilioToken = "0123456789abcdef0123456789abcdef";

class ApiTest : public ::testing::Test {
 protected:
  struct Login {
    std::string cookie;  // `kolog_session=…`
    std::string csrf;
  };

  ApiTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "kolog-api-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    database_ = database::Database::open({"sqlite:" + (folder_ / "kolog.db").string(), 4}).value();
    EXPECT_TRUE(database_->migrate().has_value());
    stages_ = std::make_unique<workflow::StageContext>(workflow::StageContext{*database_, clock_, {}});
    ingest_ = std::make_unique<workflow::IngestCall>(workflow::IngestCall::Settings{}, *stages_);
    accounts_ = std::make_unique<recordings::TwilioAccounts>(
        twilio::Account{kAccountSid, Secret(kTwilioToken), "https://api.twilio.com"}, *database_, secrets_);
    context_ = std::make_unique<Context>(Context{settings(), *database_, database_pool_, password_pool_,
                                                 clock_, secrets_, *accounts_, insight_defaults_, *ingest_,
                                                 [this] { return storage_; }, audio_source(), passwords_,
                                                 throttle_, metrics_, web_assets_});
    routes_ = add_routes(router_, *context_);
    add_business("biz_one");
    add_business("biz_two");
  }

  ~ApiTest() override {
    database_pool_.join();
    password_pool_.join();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  http::Response send(std::string method, std::string target, http::Headers headers = {},
                      std::string body = {}) {
    http::Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.remote_address = "192.0.2.7";
    const auto question = request.target.find('?');
    const auto path = request.target.substr(0, question);
    if (question != std::string::npos) {
      const auto query = http::parse_parameters(std::string_view(request.target).substr(question + 1));
      if (!query) return http::error_response(400, "invalid_request", "Bad query");
      request.query = *query;
    }
    const auto found = router_.find(request.method, path);
    if (std::holds_alternative<http::Router::NotFound>(found))
      return http::error_response(404, "not_found", "");
    if (std::holds_alternative<http::Router::BadPath>(found))
      return http::error_response(400, "invalid_request", "");
    const auto* match = std::get_if<http::Router::Match>(&found);
    if (match == nullptr) return http::error_response(405, "method_not_allowed", "");
    request.path = http::decode_path(path).value();
    request.captures = match->captures;
    return run(*match->handler, std::move(request));
  }

  http::Response send_json(const std::string& method, const std::string& target, http::Headers headers,
                           const std::string& body) {
    headers.set("Content-Type", "application/json");
    return send(method, target, std::move(headers), body);
  }

  static const std::string& text_of(const http::Response& response) {
    return std::get<std::string>(response.body);
  }
  static boost::json::object json_of(const http::Response& response) {
    boost::system::error_code error;
    auto value = boost::json::parse(text_of(response), error);
    EXPECT_TRUE(!error && value.is_object()) << text_of(response);
    return error || !value.is_object() ? boost::json::object{} : std::move(value.get_object());
  }
  static std::string code_of(const http::Response& response) {
    const auto body = json_of(response);
    const auto* code = body.if_contains("code");
    return code != nullptr && code->is_string() ? std::string(code->as_string()) : std::string{};
  }

  template <class Work>
  void change(Work work) {
    const auto done = database_->transact([&](database::Session& session) -> Result<void> {
      work(session);
      return {};
    });
    ASSERT_TRUE(done.has_value()) << done.error().detail;
  }

  void add_business(const std::string& id) {
    change([&](database::Session& session) {
      store::BusinessStore(session).insert({id, "Business " + id, clock_.now()});
    });
  }

  void add_user(const std::string& email, const std::string& business, const std::string& role = "owner") {
    change([&](database::Session& session) {
      const domain::User user{new_id("user_"), email, business, role, passwords_.hash(kPassword).value()};
      ASSERT_TRUE(store::UserStore(session).insert(user, clock_.now()));
    });
  }

  /// Without the route, so that tests of other routes do not depend on it.
  Login log_in(const std::string& email) {
    const auto token = new_token("");
    const auto csrf = new_token("");
    change([&](database::Session& session) {
      store::UserStore users(session);
      users.insert_session(token_hash(token), users.find_by_email(email)->id, csrf,
                           clock_.now() + std::chrono::hours{1});
    });
    return {std::string(kSessionCookie) + "=" + token, csrf};
  }

  static http::Headers cookie_of(const Login& login) { return {{"Cookie", login.cookie}}; }
  static http::Headers cookie_and_csrf_of(const Login& login) {
    return {{"Cookie", login.cookie}, {std::string(kCsrfHeader), login.csrf}};
  }

  http::Headers key_of(const std::string& business) {
    const auto key = new_token(kApiKeyPrefix);
    change([&](database::Session& session) {
      store::UserStore(session).insert_api_key({new_id("key_"), business, "test", clock_.now()},
                                               token_hash(key));
    });
    return {{"Authorization", "Bearer " + key}};
  }

  domain::Call call_for(const std::string& business, const std::string& call_sid) const {
    domain::Call call;
    call.call_sid = call_sid;
    call.business_id = business;
    call.account_sid = kAccountSid;
    call.from_number = "+972501234567";
    call.to_number = "+97231234567";
    call.direction = domain::Direction::inbound;
    call.status = domain::kStatusProcessed;
    call.duration = std::chrono::seconds{42};
    call.created_at = clock_.now();
    return call;
  }

  void add_call(const domain::Call& call) {
    change([&](database::Session& session) {
      store::CallStore calls(session);
      ASSERT_TRUE(calls.insert(call));
      calls.save_facts(call);
      calls.reach(call.call_sid, domain::Stage::ingested, clock_.now());
    });
  }

  /// A call of biz_one that has come as far as `extracted`.
  void add_transcribed_call() {
    auto call = call_for("biz_one", kCallSid);
    call.recording_sid = kRecordingSid;
    call.recording_url = "/2010-04-01/Accounts/" + kAccountSid + "/Recordings/" + kRecordingSid;
    add_call(call);
    change([&](database::Session& session) {
      domain::Recording recording;
      recording.recording_sid = kRecordingSid;
      recording.call_sid = kCallSid;
      recording.uri = call.recording_url;
      recording.status = domain::RecordingStatus::completed;
      recording.duration = std::chrono::seconds{41};
      recording.channels = 2;
      store::RecordingStore(session).save(recording);
      save_understanding(session);
    });
  }

  void save_understanding(database::Session& session) {
    store::CallStore calls(session);
    domain::Transcript transcript;
    transcript.segments.push_back({0,
                                   domain::Speaker::caller,
                                   std::chrono::milliseconds{1250},
                                   std::chrono::milliseconds{3500},
                                   "יש לי נזילה",
                                   0.9,
                                   {}});
    store::TranscriptStore(session).save(kCallSid, transcript);
    calls.save_transcript(kCallSid, "לקוח: יש לי נזילה", domain::Language::hebrew);
    calls.reach(kCallSid, domain::Stage::recorded, clock_.now());
    calls.reach(kCallSid, domain::Stage::fetched, clock_.now());
    calls.reach(kCallSid, domain::Stage::transcribed, clock_.now());
    domain::Insight insight;
    insight.service = {"plumbing", "אינסטלציה", 0.92, {"נזילה", 0}};
    insight.city = {"תל אביב", 0.8, {}};
    store::TranscriptStore(session).save_insight(kCallSid, insight);
    calls.save_extraction(kCallSid, {.service = "plumbing",
                                     .service_name = "אינסטלציה",
                                     .service_certainty = domain::Certainty::sure,
                                     .city = "תל אביב",
                                     .city_certainty = domain::Certainty::ask,
                                     .confidence = 0.8});
    calls.reach(kCallSid, domain::Stage::extracted, clock_.now());
  }

  /// Audio of these bytes for every call, from now on.
  void provide_audio(const std::string& bytes, std::string content_type = "audio/mpeg") {
    const auto path = folder_ / "audio";
    std::ofstream(path, std::ios::binary) << bytes;
    recordings::CallAudio audio;
    audio.object.file = std::make_shared<const FileHandle>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    audio.object.size = bytes.size();
    audio.object.modified_at = clock_.now();
    audio.content_type = std::move(content_type);
    audio_ = std::move(audio);
  }

  http::Response run(const http::Handler& handler, http::Request request) {
    boost::asio::io_context io;
    http::Response response;
    boost::asio::co_spawn(io, handler(std::move(request)),
                          [&](std::exception_ptr error, http::Response answer) {
                            if (error) std::rethrow_exception(error);
                            response = std::move(answer);
                          });
    io.run();
    return response;
  }

  static Settings settings() {
    Settings settings;
    settings.public_url = "https://kolog.example.com";
    settings.instance_id = "0123456789abcdef0123456789abcdef";
    settings.speech_model = "kolog-demo";
    settings.demo_model = true;
    return settings;
  }

  AudioSource audio_source() {
    return [this](std::string call_sid,
                  recordings::Form form) -> boost::asio::awaitable<Result<recordings::CallAudio>> {
      asked_for_.push_back(std::move(call_sid));
      asked_form_ = form;
      co_return audio_;
    };
  }

  std::filesystem::path folder_;
  SetClock clock_;
  SecretBox secrets_{SecretBox::Key{7}};
  std::unique_ptr<database::Database> database_;
  boost::asio::thread_pool database_pool_{2};
  boost::asio::thread_pool password_pool_{1};
  domain::InsightSettings insight_defaults_{
      .services = {{"plumbing", "אינסטלציה", "Plumbing", {}}, {"electrical", "חשמל", "Electrical work", {}}}};
  std::unique_ptr<workflow::StageContext> stages_;
  std::unique_ptr<workflow::IngestCall> ingest_;
  std::unique_ptr<recordings::TwilioAccounts> accounts_;
  PasswordHasher passwords_{PasswordHasher::Settings{64, 1, 1}};
  LoginThrottle throttle_{LoginThrottle::Settings{}, clock_};
  Metrics metrics_;
  std::vector<WebAsset> web_assets_;
  Result<void> storage_;
  Result<recordings::CallAudio> audio_ =
      failure(ErrorCode::recording_not_available, "There is no recording of this call");
  std::vector<std::string> asked_for_;                        // call_sids whose audio was wanted
  recordings::Form asked_form_ = recordings::Form::original;  // the last one
  std::unique_ptr<Context> context_;
  http::Router router_;
  std::vector<RouteName> routes_;
};

}  // namespace kolog::api
