// SPDX-License-Identifier: Apache-2.0
// The sending half of Connection.
#include <algorithm>
#include <cerrno>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.h"
#include "http/connection.h"

namespace kolog::http {
namespace {

namespace asio = boost::asio;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kSentInOnePiece = 16 << 10;  // below it, copying a body beats a second system call
constexpr std::size_t kSentAtOnce = 1 << 20;       // then other connections have their turn
constexpr std::size_t kCopiedAtOnce = 64 << 10;

}  // namespace

asio::awaitable<bool> Connection::send(std::string head, Response response, bool with_body) {
  if (!with_body || body_length(response) == 0) co_return co_await write(head, 0);
  auto* const text = std::get_if<std::string>(&response.body);
  if (text != nullptr && text->size() <= kSentInOnePiece) co_return co_await write(head += *text, 0);
  const bool begun = co_await write(head, MSG_MORE);
  if (!begun) co_return false;
  if (text != nullptr) co_return co_await write(*text, 0);
  co_return co_await write_file(std::get<FileBody>(std::move(response.body)));
}

/// False when the client is gone, or takes nothing for as long as the write timeout.
asio::awaitable<bool> Connection::write(std::string_view bytes, int flags) {
  while (!bytes.empty()) {
    limit(context_->settings.write_timeout);
    const auto [error, count] =
        co_await socket_.async_send(asio::buffer(bytes.data(), bytes.size()), flags, kAwait);
    if (error || timed_out_) co_return false;
    bytes.remove_prefix(count);
  }
  co_return true;
}

asio::awaitable<bool> Connection::write_file(FileBody body) {
  while (body.length > 0) {
    auto offset = static_cast<off_t>(body.offset);
    const auto sent = ::sendfile(socket_.native_handle(), body.file->descriptor(), &offset,
                                 static_cast<std::size_t>(std::min<std::uint64_t>(body.length, kSentAtOnce)));
    if (sent > 0) {
      body.offset += static_cast<std::uint64_t>(sent);
      body.length -= static_cast<std::uint64_t>(sent);
    } else if (sent == 0) {
      log::error("HTTP", "a file is shorter than announced", {{"missing_bytes", body.length}});
      co_return false;
    } else if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) {
      co_return co_await copy_file(std::move(body));
    } else if (errno != EAGAIN && errno != EINTR) {
      co_return false;
    }
    if (body.length == 0) break;
    limit(context_->settings.write_timeout);
    const auto [error] = co_await socket_.async_wait(asio::ip::tcp::socket::wait_write, kAwait);
    if (error || timed_out_) co_return false;
  }
  co_return true;
}

/// For files and file systems on which sendfile(2) does not work.
asio::awaitable<bool> Connection::copy_file(FileBody body) {
  std::vector<char> bytes(kCopiedAtOnce);
  while (body.length > 0) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(body.length, bytes.size()));
    const auto count =
        ::pread(body.file->descriptor(), bytes.data(), wanted, static_cast<off_t>(body.offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      log::error("HTTP", "a file cannot be read to its announced end", {{"missing_bytes", body.length}});
      co_return false;
    }
    const bool written = co_await write({bytes.data(), static_cast<std::size_t>(count)}, 0);
    if (!written) co_return false;
    body.offset += static_cast<std::uint64_t>(count);
    body.length -= static_cast<std::uint64_t>(count);
  }
  co_return true;
}

}  // namespace kolog::http
