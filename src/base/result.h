// SPDX-License-Identifier: Apache-2.0
// A value or an Error. What can fail returns one; exceptions are for broken invariants and come out of
// libraries only.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <boost/system/result.hpp>

#include "base/error.h"

namespace kolog {

template <class T>
using Result = boost::system::result<T, Error>;

inline Error failure(ErrorCode code, std::string public_message, std::string detail = {}) {
  return Error{code, std::move(public_message), std::move(detail)};
}

/// What `Result::value()` does with an error: a broken invariant, since the caller was to look first.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw std::logic_error(std::string(to_string(error.code)) + ": " + error.public_message + " " +
                         error.detail);
}

}  // namespace kolog
