#include "base/win32.h"

#include <gtest/gtest.h>

namespace nta {
namespace {

TEST(Win32Test, CodesSurviveEachWireForm) {
  for (Win32 value : {Win32::access_denied, Win32::ctx_winstation_not_found, Win32::invalid_parameter,
                      Win32::not_supported, Win32::file_not_found, Win32::busy, Win32::user_exists,
                      Win32::no_such_alias, Win32::account_locked_out, Win32::some_not_mapped, Win32::ds_ds_required}) {
    EXPECT_EQ(win32_from_hresult(hresult_from(value)), value);
    EXPECT_EQ(win32_from_ntstatus(ntstatus_from(value)), value);
    EXPECT_EQ(win32_from_fault(fault_from(value)), value);
  }
}

TEST(Win32Test, AnyNonNegativeHresultIsSuccess) {
  EXPECT_EQ(win32_from_hresult(1), Win32::success);
  EXPECT_EQ(win32_from_hresult(0x10000000), Win32::success);
  EXPECT_EQ(win32_from_hresult(0x80004001), Win32::call_not_implemented);
}

TEST(Win32Test, FaultsOfRpcItselfHaveTheirCodes) {
  EXPECT_EQ(win32_from_fault(0x1C010002), Win32::rpc_procnum_out_of_range);
  EXPECT_EQ(win32_from_fault(0x1C00001A), Win32::invalid_handle);
  EXPECT_EQ(win32_from_fault(0x6F7), Win32::rpc_bad_stub_data);
}

}  // namespace
}  // namespace nta
