// SPDX-License-Identifier: Apache-2.0
#include "audio/helper_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <utility>

namespace kolog::audio {
namespace {

constexpr std::size_t kMostComplaints = 4096;  // bytes
constexpr rlim_t kMostOpenFiles = 64;
/// Above the descriptors that the process gets, so that none of them is overwritten before it is copied.
constexpr int kLowestDescriptor = 10;

Error cannot_start(int reason) {
  return failure(ErrorCode::internal, "The decoder cannot be started.", std::strerror(reason));
}

struct Pipe {
  FileHandle reading;
  FileHandle writing;
};

FileHandle moved_up(int descriptor) {
  return FileHandle(::fcntl(descriptor, F_DUPFD_CLOEXEC, kLowestDescriptor));
}

Result<Pipe> open_pipe() {
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) return cannot_start(errno);
  Pipe pipe{FileHandle(ends[0]), {}};
  const FileHandle writing(ends[1]);
  pipe.writing = moved_up(writing.descriptor());
  if (!pipe.writing) return cannot_start(errno);
  return pipe;
}

/// How the process begins: its descriptors, and no signal blocked or ignored.
class Beginning {
 public:
  Beginning(int output, int errors, int input) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, 1);
    posix_spawn_file_actions_adddup2(&actions_, errors, 2);
    posix_spawn_file_actions_adddup2(&actions_, input, 3);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Beginning() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  /// 0, or an errno.
  int spawn(pid_t& process, std::vector<std::string> command) const {
    std::vector<char*> arguments;
    for (auto& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    std::string locale = "LC_ALL=C.UTF-8";
    char* environment[] = {locale.data(), nullptr};
    return posix_spawnp(&process, arguments[0], &actions_, &attributes_, arguments.data(), environment);
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

/// Set from outside, since nothing of ours runs in the new process; it has no time to do harm before.
bool limit(pid_t process, const HelperProcess::Settings& settings) {
  const auto set = [process](__rlimit_resource what, rlim_t value) {
    const rlimit both{value, value};
    return ::prlimit(process, what, &both, nullptr) == 0;
  };
  return set(RLIMIT_CPU, static_cast<rlim_t>(std::max<std::int64_t>(settings.time.count(), 1))) &&
         set(RLIMIT_AS, settings.memory) && set(RLIMIT_NOFILE, kMostOpenFiles) && set(RLIMIT_FSIZE, 0) &&
         set(RLIMIT_CORE, 0);
}

}  // namespace

HelperProcess::HelperProcess(HelperProcess&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      output_(std::move(other.output_)),
      errors_(std::move(other.errors_)),
      complaints_(std::move(other.complaints_)),
      deadline_(other.deadline_) {}

HelperProcess::~HelperProcess() {
  if (process_ < 0) return;
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

Result<HelperProcess> HelperProcess::start(const Settings& settings, int file) {
  auto output = open_pipe();
  if (!output) return output.error();
  auto errors = open_pipe();
  if (!errors) return errors.error();
  const auto input = moved_up(file);
  if (!input) return cannot_start(errno);
  HelperProcess started;
  const Beginning beginning(output->writing.descriptor(), errors->writing.descriptor(), input.descriptor());
  const int reason = beginning.spawn(started.process_, settings.command);
  if (reason != 0) {
    started.process_ = -1;
    if (reason != ENOENT) return cannot_start(reason);
    return failure(ErrorCode::not_found, "There is no program " + settings.command.front() + ".");
  }
  if (!limit(started.process_, settings) && errno != ESRCH) return cannot_start(errno);
  started.output_ = std::move(output->reading);
  started.errors_ = std::move(errors->reading);
  ::fcntl(started.errors_.descriptor(), F_SETFL, O_NONBLOCK);
  started.deadline_ = std::chrono::steady_clock::now() + settings.time;
  return started;
}

Result<std::size_t> HelperProcess::read(std::span<std::byte> into) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return failure(ErrorCode::payload_too_large, "The recording takes too long to decode.");
    }
    std::array<pollfd, 2> waiting = {pollfd{output_.descriptor(), POLLIN, 0},
                                     pollfd{errors_.descriptor(), POLLIN, 0}};
    const auto most = std::min<std::int64_t>(left.count(), 60'000);
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(most)) < 0 && errno != EINTR) {
      return failure(ErrorCode::internal, "The decoder cannot be read.", std::strerror(errno));
    }
    if (waiting[1].revents != 0) listen();
    if (waiting[0].revents == 0) continue;
    const auto count = ::read(output_.descriptor(), into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR)
      return failure(ErrorCode::internal, "The decoder cannot be read.", std::strerror(errno));
  }
}

void HelperProcess::listen() {
  std::array<char, 1024> piece{};
  const auto count = ::read(errors_.descriptor(), piece.data(), piece.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    errors_ = FileHandle();
    return;
  }
  const auto room = kMostComplaints - std::min(kMostComplaints, complaints_.size());
  complaints_.append(piece.data(), std::min(static_cast<std::size_t>(count), room));
}

bool HelperProcess::succeeded() {
  if (process_ < 0) return false;
  int status = -1;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  for (auto before = complaints_.size(); errors_; before = complaints_.size()) {
    listen();
    if (complaints_.size() == before) break;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace kolog::audio
