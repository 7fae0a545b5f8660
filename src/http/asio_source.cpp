// SPDX-License-Identifier: Apache-2.0
// The one compilation of Asio and Beast; everybody else includes declarations.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
