// otp.hpp - everything but testing.hpp and explore.hpp.
#pragma once

#include <otp/actor.hpp>
#include <otp/error.hpp>
#include <otp/exit_reason.hpp>
#include <otp/gen_server.hpp>
#include <otp/link.hpp>
#include <otp/message.hpp>
#include <otp/monitor.hpp>
#include <otp/options.hpp>
#include <otp/pattern.hpp>
#include <otp/pid.hpp>
#include <otp/process_info.hpp>
#include <otp/receive.hpp>
#include <otp/registry.hpp>
#include <otp/report.hpp>
#include <otp/request_ids.hpp>
#include <otp/seeded.hpp>
#include <otp/signals.hpp>
#include <otp/supervisor.hpp>
#include <otp/sys.hpp>
#include <otp/system.hpp>
#include <otp/task.hpp>
#include <otp/time.hpp>
#include <otp/timer.hpp>
#include <otp/trace.hpp>
