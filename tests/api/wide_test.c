/* libntadmin_wide as a ported program sees it: compiled with -fshort-wchar, and with a wmain(). */
#ifndef UNICODE
#define UNICODE
#endif
#include <stdio.h>
#include <tchar.h>
#include <wchar.h>
#include <windows.h>

static int failures;

static void check(int is_true, const char* what, int line) {
  if (is_true) return;
  ++failures;
  fprintf(stderr, "wide_test.c:%d: %s\n", line, what);
}
#define CHECK(condition) check((condition) != 0, #condition, __LINE__)

/** What fwprintf or fprintf wrote to a file. */
static FILE* opened;
static char* written;
static size_t written_size;

static void begin(void) { opened = open_memstream(&written, &written_size); }

static int wrote(const char* wanted) {
  fclose(opened);
  int is_same = strcmp(written, wanted) == 0;
  if (!is_same) fprintf(stderr, "written: \"%s\", wanted: \"%s\"\n", written, wanted);
  free(written);
  return is_same;
}
#define WRITES(wanted, ...) (begin(), fwprintf(opened, __VA_ARGS__), wrote(wanted))
#define WRITES_NARROW(wanted, ...) (begin(), fprintf(opened, __VA_ARGS__), wrote(wanted))

static void test_texts_of_both_types(void) {
  CHECK(WRITES("\xC3\xA4rger and bytes", L"%s and %S", L"\u00e4rger", "bytes"));
  CHECK(WRITES_NARROW("bytes and \xE2\x82\xAC", "%s and %S", "bytes", L"\u20ac"));
  CHECK(WRITES("a b c d", L"%ls %ws %hs %hS", L"a", L"b", "c", "d"));
  CHECK(WRITES_NARROW("a b c", "%ls %ws %hs", L"a", L"b", "c"));
  CHECK(WRITES("x\xE2\x82\xAC", L"%C%c", 'x', L'\u20ac'));
  CHECK(WRITES("\xF0\x9F\x98\x80", L"%s", L"\xD83D\xDE00"));
  CHECK(WRITES("(null) (null)", L"%s %S", (wchar_t*)NULL, (char*)NULL));
}

static void test_columns(void) {
  CHECK(WRITES("[\xC3\xA4   ][   b][ab]", L"[%-4s][%4s][%.2s]", L"\u00e4", L"b", L"abc"));
  CHECK(WRITES("[  ab][c   ]", L"[%*.*s][%-*s]", 4, 2, L"abc", 4, L"c"));
  CHECK(WRITES("[c   ]", L"[%*s]", -4, L"c"));
  const wchar_t unterminated[2] = {L'o', L'k'};
  CHECK(WRITES("ok", L"%.*s", 2, unterminated));
}

static void test_numbers_with_the_sizes_of_windows(void) {
  DWORD highest = 0xFFFFFFFF;
  CHECK(WRITES("4294967295 -1 FFFFFFFF", L"%lu %ld %lX", highest, highest, highest));
  /* More than fit into registers: a long of 64 bits would take two of them. */
  CHECK(WRITES_NARROW("1 2 3 4 5 6 7 8 9", "%lu %lu %lu %lu %lu %lu %lu %lu %lu", (DWORD)1, (DWORD)2, (DWORD)3,
                      (DWORD)4, (DWORD)5, (DWORD)6, (DWORD)7, (DWORD)8, (DWORD)9));
  CHECK(WRITES("18446744073709551615 -5 7", L"%I64u %lld %I32d", ~(ULONGLONG)0, (LONGLONG)-5, 7));
  CHECK(WRITES("00042 +7 0x1f 12%", L"%05d %+d %#x %u%%", 42, 7, 31, 12));
  CHECK(WRITES("255 -1 65535", L"%hhu %hhd %hu", 0x1FF, 0xFF, 0x1FFFF));
  CHECK(WRITES("3.50 1e+06", L"%.2f %g", 3.5, 1e6));
  CHECK(WRITES("12345678901", L"%zu", (size_t)12345678901));
}

static void test_buffers(void) {
  wchar_t text[6];
  CHECK(swprintf(text, 6, L"%s-%d", L"ab", 12) == 5);
  CHECK(wcscmp(text, L"ab-12") == 0);
  CHECK(swprintf(text, 6, L"%s", L"abcdef") == -1);
  CHECK(wcscmp(text, L"abcde") == 0);
  CHECK(swprintf(text, 6, L"") == 0);
  CHECK(text[0] == 0);
}

static void test_narrow_buffers(void) {
  char text[6];
  CHECK(snprintf(text, sizeof text, "%S-%d", L"\u20ac", 12) == 6);
  CHECK(strcmp(text, "\xE2\x82\xAC-1") == 0);
  CHECK(snprintf(NULL, 0, "%ls", L"abc") == 3);
  CHECK(sprintf(text, "%ws", L"abc") == 3);
  CHECK(strcmp(text, "abc") == 0);
}

static void test_texts(void) {
  wchar_t text[16] = L"Nt";
  CHECK(wcslen(text) == 2 && wcsnlen(text, 1) == 1);
  CHECK(wcscmp(wcscat(text, L"Admin"), L"NtAdmin") == 0);
  CHECK(wcscmp(wcsncat(text, L"12345", 2), L"NtAdmin12") == 0);
  CHECK(_wcsicmp(text, L"NTADMIN12") == 0 && _wcsnicmp(text, L"ntaXX", 3) == 0 && wcsncmp(text, L"NtXX", 2) == 0);
  CHECK(wcscmp(L"a", L"b") < 0 && wcscmp(L"b", L"a") > 0);
  CHECK(wcschr(text, L'A') == text + 2 && wcschr(text, L'x') == NULL && wcsrchr(text, L'A') == text + 2);
  CHECK(wcsstr(text, L"min") == text + 4 && wcsstr(text, L"max") == NULL && wcsstr(text, L"") == text);
  wchar_t padded[4] = L"xyz";
  CHECK(wcscmp(wcsncpy(padded, L"a", 4), L"a") == 0 && padded[3] == 0);
  wchar_t* copy = _wcsdup(text);
  CHECK(wcscmp(copy, text) == 0);
  free(copy);
  wchar_t* end;
  CHECK(wcstol(L"-12x", &end, 10) == -12 && *end == L'x');
  CHECK(wcstoul(L"0xFF", NULL, 0) == 255 && _wtoi(L"17") == 17);
}

static void test_parts_of_texts(void) {
  wchar_t text[] = L" one, two,,three";
  wchar_t* rest;
  CHECK(wcsspn(text, L" no") == 3 && wcscspn(text, L",") == 4 && wcspbrk(text, L",t") == text + 4);
  CHECK(wcspbrk(text, L"xyz") == NULL);
  CHECK(wcscmp(wcstok(text, L" ,", &rest), L"one") == 0 && wcscmp(wcstok(NULL, L" ,", &rest), L"two") == 0);
  CHECK(wcscmp(wcstok_s(NULL, L" ,", &rest), L"three") == 0 && wcstok(NULL, L" ,", &rest) == NULL);
}

static void test_memory(void) {
  wchar_t text[6] = L"abcde";
  wchar_t guard[3] = {1, 2, 3};
  CHECK(wmemset(guard, L'x', 2) == guard && guard[0] == L'x' && guard[1] == L'x' && guard[2] == 3);
  CHECK(wmemcmp(text, L"abX", 2) == 0 && wmemcmp(text, L"abX", 3) > 0 && wmemcmp(L"a", L"\xFFFF", 1) < 0);
  CHECK(wmemchr(text, L'c', 5) == text + 2 && wmemchr(text, L'c', 2) == NULL);
  CHECK(wmemmove(text + 1, text, 3) == text + 1 && wmemcmp(text, L"aabce", 6) == 0);
  CHECK(wmemcpy(text, L"xy", 2) == text && wcscmp(text, L"xybce") == 0);
}

static void test_numbers_in_texts(void) {
  wchar_t* end;
  CHECK(wcstod(L" -1.5e2km", &end) == -150 && *end == L'k');
  CHECK(wcstof(L"0.5", NULL) == 0.5f && wcstold(L"0.25", NULL) == 0.25l);
  CHECK(wcstoll(L"-9000000000", NULL, 10) == -9000000000ll && _wcstoui64(L"FFFFFFFFFF", NULL, 16) == 0xFFFFFFFFFFull);
}

static void test_lines(void) {
  FILE* file = tmpfile();
  fputws(L"gr\u00f6\u00dfer\n", file);
  fputwc(L'\u20ac', file);
  fprintf(file, "\xF0\x9F\x98\x80\xFFz");
  rewind(file);
  wchar_t text[8], few[4];
  CHECK(fgetws(text, 8, file) == text && wcscmp(text, L"gr\u00f6\u00dfer\n") == 0);
  CHECK(fgetws(few, 3, file) == few && wcscmp(few, L"\u20ac") == 0);
  CHECK(fgetws(few, 4, file) == few && wcscmp(few, L"\xD83D\xDE00\xFFFD") == 0);
  CHECK(fgetws(text, 8, file) == text && wcscmp(text, L"z") == 0 && fgetws(text, 8, file) == NULL);
  fclose(file);
}

static void test_bytes(void) {
  wchar_t wide[8];
  char narrow[8];
  CHECK(mbstowcs(NULL, "\xE2\x82\xAC", 0) == 1);
  CHECK(mbstowcs(wide, "\xE2\x82\xAC", 8) == 1 && wcscmp(wide, L"\u20ac") == 0);
  CHECK(wcstombs(NULL, wide, 0) == 3);
  CHECK(wcstombs(narrow, wide, 8) == 3 && strcmp(narrow, "\xE2\x82\xAC") == 0);
}

static void test_names_that_unicode_chooses(void) {
  TCHAR name[MAX_COMPUTERNAME_LENGTH + 1];
  DWORD size = ARRAYSIZE(name);
  CHECK(GetComputerName(name, &size));
  CHECK(_tcslen(name) == size && lstrlen(name) == (int)size);
  begin();
  _ftprintf(opened, _T("%s"), _TEXT("t"));
  CHECK(wrote("t"));
}

int _tmain(int count, TCHAR* arguments[]) {
  CHECK(count == 2);
  CHECK(count == 2 && wcscmp(arguments[1], L"gr\u00f6\u00dfer") == 0 && arguments[2] == NULL);
  test_texts_of_both_types();
  test_columns();
  test_numbers_with_the_sizes_of_windows();
  test_buffers();
  test_narrow_buffers();
  test_texts();
  test_parts_of_texts();
  test_memory();
  test_numbers_in_texts();
  test_lines();
  test_bytes();
  test_names_that_unicode_chooses();
  return failures != 0;
}
