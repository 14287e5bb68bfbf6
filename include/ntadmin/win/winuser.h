/* winuser.h: what message boxes and session notifications need of the window manager.
 *
 * There is no desktop here: every window is what HWND_MESSAGE makes on Windows, a receiver of messages without a place
 * on a screen. A window belongs to the thread that made it; its procedure runs in that thread, inside DispatchMessage,
 * SendMessage, CreateWindow and DestroyWindow. No thread is started behind the program's back: notifications are
 * fetched while the owning thread is in GetMessage or PeekMessage.
 *
 * Functions return non-zero or a value, or 0 with the reason in GetLastError: 1400 no such window, 87 bad arguments,
 * 8 no memory. A forked child has its parent's classes, and none of its windows. */
#ifndef NTADMIN_WIN_WINUSER_H
#define NTADMIN_WIN_WINUSER_H

#include "windef.h"

/* Message boxes: buttons, icon, default button, mode, place. */
#define MB_APPLMODAL 0
#define MB_DEFBUTTON1 0
#define MB_OK 0
#define MB_OKCANCEL 1
#define MB_ABORTRETRYIGNORE 2
#define MB_YESNOCANCEL 3
#define MB_YESNO 4
#define MB_RETRYCANCEL 5
#define MB_CANCELTRYCONTINUE 6
#define MB_TYPEMASK 0xF
#define MB_ICONERROR 0x10
#define MB_ICONHAND 0x10
#define MB_ICONSTOP 0x10
#define MB_ICONQUESTION 0x20
#define MB_ICONEXCLAMATION 0x30
#define MB_ICONWARNING 0x30
#define MB_ICONASTERISK 0x40
#define MB_ICONINFORMATION 0x40
#define MB_USERICON 0x80
#define MB_ICONMASK 0xF0
#define MB_DEFBUTTON2 0x100
#define MB_DEFBUTTON3 0x200
#define MB_DEFBUTTON4 0x300
#define MB_DEFMASK 0xF00
#define MB_SYSTEMMODAL 0x1000
#define MB_TASKMODAL 0x2000
#define MB_MODEMASK 0x3000
#define MB_HELP 0x4000
#define MB_NOFOCUS 0x8000
#define MB_MISCMASK 0xC000
#define MB_SETFOREGROUND 0x10000
#define MB_DEFAULT_DESKTOP_ONLY 0x20000
#define MB_SERVICE_NOTIFICATION_NT3X 0x40000
#define MB_TOPMOST 0x40000
#define MB_RIGHT 0x80000
#define MB_RTLREADING 0x100000
#define MB_SERVICE_NOTIFICATION 0x200000

/* Answers of a message box. */
#define IDOK 1
#define IDCANCEL 2
#define IDABORT 3
#define IDRETRY 4
#define IDIGNORE 5
#define IDYES 6
#define IDNO 7
#define IDCLOSE 8
#define IDHELP 9
#define IDTRYAGAIN 10
#define IDCONTINUE 11
#define IDTIMEOUT 32000

/* Session notifications: the message, and its wParam. */
#define WM_WTSSESSION_CHANGE 0x2B1
#define WTS_CONSOLE_CONNECT 1
#define WTS_CONSOLE_DISCONNECT 2
#define WTS_REMOTE_CONNECT 3
#define WTS_REMOTE_DISCONNECT 4
#define WTS_SESSION_LOGON 5
#define WTS_SESSION_LOGOFF 6
#define WTS_SESSION_LOCK 7
#define WTS_SESSION_UNLOCK 8
#define WTS_SESSION_REMOTE_CONTROL 9
#define WTS_SESSION_CREATE 10
#define WTS_SESSION_TERMINATE 11
#define WTS_SESSION_DESKTOP_READY 15

/** What a service gets with SERVICE_CONTROL_SESSIONCHANGE. */
typedef struct tagWTSSESSION_NOTIFICATION {
  DWORD cbSize; /* sizeof(WTSSESSION_NOTIFICATION) */
  DWORD dwSessionId;
} WTSSESSION_NOTIFICATION, *PWTSSESSION_NOTIFICATION;

/* Ending a session. */
#define ENDSESSION_CLOSEAPP 1
#define WM_CLOSE 0x10
#define WM_QUERYENDSESSION 0x11
#define WM_ENDSESSION 0x16
#define ENDSESSION_CRITICAL 0x40000000
#define ENDSESSION_LOGOFF 0x80000000
#define EWX_LOGOFF 0
#define EWX_SHUTDOWN 1
#define EWX_REBOOT 2
#define EWX_FORCE 4
#define EWX_POWEROFF 8
#define EWX_FORCEIFHUNG 0x10
#define EWX_QUICKRESOLVE 0x20
#define EWX_RESTARTAPPS 0x40
#define EWX_HYBRID_SHUTDOWN 0x400000
#define EWX_BOOTOPTIONS 0x1000000
#define EWX_ARSO 0x4000000
#define EWX_CHECK_SAFE_FOR_SERVER 0x8000000

/* System metrics about sessions, and the keys of the remote control hotkey. */
#define VK_SHIFT 0x10
#define VK_CONTROL 0x11
#define VK_MENU 0x12
#define VK_MULTIPLY 0x6A
#define SM_REMOTESESSION 0x1000
#define SM_SHUTTINGDOWN 0x2000
#define SM_REMOTECONTROL 0x2001
#define SM_CARETBLINKINGENABLED 0x2002

/* Windows and their messages. */
#define WM_NULL 0
#define WM_CREATE 1
#define WM_DESTROY 2
#define WM_QUIT 0x12
#define WM_NCCREATE 0x81
#define WM_NCDESTROY 0x82
#define WM_TIMER 0x113
#define WM_USER 0x400
#define WM_APP 0x8000
#define PM_NOREMOVE 0
#define PM_REMOVE 1
#define PM_NOYIELD 2
#define CW_USEDEFAULT ((int)0x80000000)
#define WS_OVERLAPPED 0
#define HWND_MESSAGE ((HWND)(LONG_PTR)-3)
#define MAKEINTATOM(atom) ((LPTSTR)(ULONG_PTR)(WORD)(atom))

typedef LRESULT(CALLBACK* WNDPROC)(HWND, UINT, WPARAM, LPARAM);

typedef struct tagPOINT {
  LONG x;
  LONG y;
} POINT, *PPOINT, *LPPOINT;

typedef struct tagMSG {
  HWND hwnd; /* null: a message to the thread */
  UINT message;
  WPARAM wParam;
  LPARAM lParam;
  DWORD time; /* milliseconds of a clock that does not stop */
  POINT pt;   /* 0, 0: there is no cursor */
} MSG, *PMSG, *LPMSG;

/* Of a class only its procedure, name and instance mean something here. */
typedef struct tagWNDCLASSA {
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCSTR lpszMenuName;
  LPCSTR lpszClassName; /* a name of up to 255 characters, without regard to case */
} WNDCLASSA, *PWNDCLASSA;
typedef struct tagWNDCLASSW {
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCWSTR lpszMenuName;
  LPCWSTR lpszClassName;
} WNDCLASSW, *PWNDCLASSW;
typedef struct tagWNDCLASSEXA {
  UINT cbSize; /* sizeof(WNDCLASSEXA) */
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCSTR lpszMenuName;
  LPCSTR lpszClassName;
  HICON hIconSm;
} WNDCLASSEXA, *PWNDCLASSEXA;
typedef struct tagWNDCLASSEXW {
  UINT cbSize; /* sizeof(WNDCLASSEXW) */
  UINT style;
  WNDPROC lpfnWndProc;
  int cbClsExtra;
  int cbWndExtra;
  HINSTANCE hInstance;
  HICON hIcon;
  HCURSOR hCursor;
  HBRUSH hbrBackground;
  LPCWSTR lpszMenuName;
  LPCWSTR lpszClassName;
  HICON hIconSm;
} WNDCLASSEXW, *PWNDCLASSEXW;

/** What lParam of WM_NCCREATE and WM_CREATE points at, in the form, A or W, in which the class was registered. */
typedef struct tagCREATESTRUCTA {
  LPVOID lpCreateParams;
  HINSTANCE hInstance;
  HMENU hMenu;
  HWND hwndParent;
  int cy;
  int cx;
  int y;
  int x;
  LONG style;
  LPCSTR lpszName;
  LPCSTR lpszClass; /* as it was given to CreateWindowEx: a name, or an atom */
  DWORD dwExStyle;
} CREATESTRUCTA, *LPCREATESTRUCTA;
typedef struct tagCREATESTRUCTW {
  LPVOID lpCreateParams;
  HINSTANCE hInstance;
  HMENU hMenu;
  HWND hwndParent;
  int cy;
  int cx;
  int y;
  int x;
  LONG style;
  LPCWSTR lpszName;
  LPCWSTR lpszClass;
  DWORD dwExStyle;
} CREATESTRUCTW, *LPCREATESTRUCTW;

NTADMIN_EXTERN_C_BEGIN

/** Registers a class of windows for this process.
 *  @return its atom, which may stand for the name; 0 on failure: 87 no procedure, a bad name or cbSize, 1410 a class of
 *          that name exists. */
NTADMIN_API ATOM WINAPI RegisterClassA(const WNDCLASSA* lpWndClass);
NTADMIN_API ATOM WINAPI RegisterClassW(const WNDCLASSW* lpWndClass);
NTADMIN_API ATOM WINAPI RegisterClassExA(const WNDCLASSEXA* lpWndClass);
NTADMIN_API ATOM WINAPI RegisterClassExW(const WNDCLASSEXW* lpWndClass);

/** Takes a class back.
 *  @param lpClassName  its name or atom.
 *  @return FALSE: 1411 no such class, 1412 it has windows. */
NTADMIN_API BOOL WINAPI UnregisterClassA(LPCSTR lpClassName, HINSTANCE hInstance);
NTADMIN_API BOOL WINAPI UnregisterClassW(LPCWSTR lpClassName, HINSTANCE hInstance);

/** Makes a window, which belongs to the calling thread. Its procedure gets WM_NCCREATE, where 0 refuses the window, and
 *  WM_CREATE, where -1 does. Style, place and menu are only handed to the procedure.
 *  @param lpClassName  name or atom of a class.
 *  @param hWndParent   HWND_MESSAGE, null or a window; it makes no difference.
 *  @return null on failure: 1407 no such class, 1450 too many handles are open. */
NTADMIN_API HWND WINAPI CreateWindowExA(DWORD dwExStyle, LPCSTR lpClassName, LPCSTR lpWindowName, DWORD dwStyle, int X,
                                        int Y, int nWidth, int nHeight, HWND hWndParent, HMENU hMenu,
                                        HINSTANCE hInstance, LPVOID lpParam);
NTADMIN_API HWND WINAPI CreateWindowExW(DWORD dwExStyle, LPCWSTR lpClassName, LPCWSTR lpWindowName, DWORD dwStyle,
                                        int X, int Y, int nWidth, int nHeight, HWND hWndParent, HMENU hMenu,
                                        HINSTANCE hInstance, LPVOID lpParam);
#define CreateWindowA(name, title, style, x, y, width, height, parent, menu, instance, param) \
  CreateWindowExA(0, name, title, style, x, y, width, height, parent, menu, instance, param)
#define CreateWindowW(name, title, style, x, y, width, height, parent, menu, instance, param) \
  CreateWindowExW(0, name, title, style, x, y, width, height, parent, menu, instance, param)

/** Ends a window of the calling thread: WM_DESTROY, WM_NCDESTROY, and what was posted to it is dropped.
 *  @return FALSE: 1400 no such window, 5 another thread's. */
NTADMIN_API BOOL WINAPI DestroyWindow(HWND hWnd);

/** Tells of a window's class: GCW_ATOM, GCLP_WNDPROC or GCLP_HMODULE.
 *  @return 0 on failure: 1400 no such window, 1413 another index. */
#define GCLP_HMODULE (-16)
#define GCLP_WNDPROC (-24)
#define GCW_ATOM (-32)
NTADMIN_API ULONG_PTR WINAPI GetClassLongPtrA(HWND hWnd, int nIndex);
NTADMIN_API ULONG_PTR WINAPI GetClassLongPtrW(HWND hWnd, int nIndex);

/** Whether a window exists. */
NTADMIN_API BOOL WINAPI IsWindow(HWND hWnd);

/** What a procedure does with messages that it does not know: WM_CLOSE destroys the window; WM_NCCREATE and
 *  WM_QUERYENDSESSION are answered with 1; all else with 0. */
NTADMIN_API LRESULT WINAPI DefWindowProcA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
NTADMIN_API LRESULT WINAPI DefWindowProcW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);

/** Takes the next message of the calling thread, and waits for one. What was posted comes in its order, WM_QUIT last. A
 *  signal ends the wait.
 *  @param hWnd           null: any message; -1: those to the thread; else those to this window.
 *  @param wMsgFilterMin  with wMsgFilterMax the lowest and highest message wanted; both 0: all. WM_QUIT always is.
 *  @return positive; 0 for WM_QUIT; -1 on failure: 1400 no such window, 87 null output, 1818 a signal came. */
NTADMIN_API BOOL WINAPI GetMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax);
NTADMIN_API BOOL WINAPI GetMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax);

/** As GetMessage, without waiting.
 *  @param wRemoveMsg  PM_REMOVE, or PM_NOREMOVE to leave it where it is.
 *  @return TRUE when there was a message. */
NTADMIN_API BOOL WINAPI PeekMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg);
NTADMIN_API BOOL WINAPI PeekMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg);

/** There are no keys to translate: FALSE. */
NTADMIN_API BOOL WINAPI TranslateMessage(const MSG* lpMsg);

/** Gives a message to the procedure of its window, and returns what that does; 0 where there is no window. */
NTADMIN_API LRESULT WINAPI DispatchMessageA(const MSG* lpMsg);
NTADMIN_API LRESULT WINAPI DispatchMessageW(const MSG* lpMsg);

/** Puts a message at the end of the queue of a window's thread, from any thread. With a null window: of the own thread.
 *  @return FALSE: 1400 no such window, 1816 10,000 messages wait there. */
NTADMIN_API BOOL WINAPI PostMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
NTADMIN_API BOOL WINAPI PostMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);

/** The same, to a thread by GetCurrentThreadId, which has used a message function before.
 *  @return FALSE: 1444 no such thread, or it has no queue; 1816 it is full. */
NTADMIN_API BOOL WINAPI PostThreadMessageA(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam);
NTADMIN_API BOOL WINAPI PostThreadMessageW(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam);

/** Calls the procedure of a window of the calling thread.
 *  @return what it returns; 0 with 1400 no such window, 50 a window of another thread. */
NTADMIN_API LRESULT WINAPI SendMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
NTADMIN_API LRESULT WINAPI SendMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);

/** The calling thread's GetMessage gives WM_QUIT once nothing else is waiting. */
NTADMIN_API void WINAPI PostQuitMessage(int nExitCode);

/** There is nothing to show or to draw; programs do it by habit. ShowWindow: whether it was visible (never);
 *  UpdateWindow: TRUE. Both: FALSE and 1400 for no window. */
NTADMIN_API BOOL WINAPI ShowWindow(HWND hWnd, int nCmdShow);
NTADMIN_API BOOL WINAPI UpdateWindow(HWND hWnd);

/** An extension, for programs with an event loop of their own: a descriptor that poll() and epoll report as readable
 *  while PeekMessage has something to do in the calling thread. Then call PeekMessage until it gives nothing. The
 *  library keeps the descriptor; it lasts as long as the thread.
 *  @return the descriptor; -1 with 8 when there is none left. */
NTADMIN_API int WINAPI NtadminMessageFd(void);

NTADMIN_EXTERN_C_END

#ifdef UNICODE
#define WNDCLASS WNDCLASSW
#define WNDCLASSEX WNDCLASSEXW
#define CREATESTRUCT CREATESTRUCTW
#define RegisterClass RegisterClassW
#define RegisterClassEx RegisterClassExW
#define UnregisterClass UnregisterClassW
#define CreateWindow CreateWindowW
#define CreateWindowEx CreateWindowExW
#define DefWindowProc DefWindowProcW
#define GetClassLongPtr GetClassLongPtrW
#define GetMessage GetMessageW
#define PeekMessage PeekMessageW
#define DispatchMessage DispatchMessageW
#define PostMessage PostMessageW
#define PostThreadMessage PostThreadMessageW
#define SendMessage SendMessageW
#else
#define WNDCLASS WNDCLASSA
#define WNDCLASSEX WNDCLASSEXA
#define CREATESTRUCT CREATESTRUCTA
#define RegisterClass RegisterClassA
#define RegisterClassEx RegisterClassExA
#define UnregisterClass UnregisterClassA
#define CreateWindow CreateWindowA
#define CreateWindowEx CreateWindowExA
#define DefWindowProc DefWindowProcA
#define GetClassLongPtr GetClassLongPtrA
#define GetMessage GetMessageA
#define PeekMessage PeekMessageA
#define DispatchMessage DispatchMessageA
#define PostMessage PostMessageA
#define PostThreadMessage PostThreadMessageA
#define SendMessage SendMessageA
#endif

#endif
