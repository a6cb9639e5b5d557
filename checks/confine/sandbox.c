#include "checks/confine/sandbox.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "checks/confine/sandbox_files.h"
#include "checks/confine/sandbox_user.h"
#if defined __linux__
#include <signal.h>
#include <sys/prctl.h>
#endif

gboolean sandbox_detach(int line)
{
    setsid(); /* fails only where it has a session of its own already */
    /* Out of the way, so that neither it nor /dev/null stands where the other must go. */
    int kept = fcntl(line, F_DUPFD, SANDBOX_LINE + 1), null = open("/dev/null", O_RDWR);
    gboolean good = kept >= 0 && null >= 0;
    /* Under ASan what it has to say goes to stderr. */
    for (int descriptor = 0; good && descriptor <= (UNDER_ASAN ? 1 : 2); descriptor++)
        good = dup2(null, descriptor) == descriptor;
    if (!good || dup2(kept, SANDBOX_LINE) != SANDBOX_LINE)
        return FALSE;
    closefrom(SANDBOX_LINE + 1);
    return TRUE;
}

#if !UNDER_ASAN
/* The folder and not the file: whoever writes it anew puts another in its place. */
static char *folder_of(const char *file)
{
    char *real = realpath(file, NULL);
    char *folder = g_path_get_dirname(real ? real : file);
    free(real);
    return folder;
}

static gboolean limit_files(SandboxRole role, const char *resolv_conf)
{
    static const char *const libraries[] = {"/usr/lib", "/usr/lib64", "/usr/local/lib",
                                            "/lib",     "/lib64",     NULL};
    g_autofree char *settings = folder_of(resolv_conf ? resolv_conf : "/etc/resolv.conf");
    const char *const asker[] = {settings, NULL};
    return sandbox_read_only(role == SANDBOX_READER ? libraries : asker, role == SANDBOX_ASKER);
}

/* Where no file may be opened any more, the charsets that mail is written in must be at hand; a
 * handle that stays open keeps its module. */
static void load_charsets(void)
{
    static const char *const names[] = {
        "GB18030",    "GBK",        "GB2312",     "BIG5",        "BIG5-HKSCS", "ISO-2022-JP",
        "EUC-JP",     "SHIFT_JIS",  "EUC-KR",     "ISO-2022-KR", "KOI8-R",     "KOI8-U",
        "CP1250",     "CP1251",     "CP1252",     "CP1253",      "CP1254",     "CP1255",
        "CP1256",     "CP1257",     "CP1258",     "ISO-8859-1",  "ISO-8859-2", "ISO-8859-5",
        "ISO-8859-7", "ISO-8859-8", "ISO-8859-9", "ISO-8859-15", "UTF-16",     "UTF-7",
        "CP874",      "CP932",      "CP936",      "CP949",       "CP950",      "UTF-32"};
    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        g_iconv_open("UTF-8", names[i]);
}

guint sandbox_enter(SandboxRole role, const char *resolv_conf)
{
    guint holds = sandbox_drop_root() ? SANDBOX_USER : 0;
    const struct rlimit none = {0, 0};
    gboolean limited = !setrlimit(RLIMIT_CORE, &none) && !setrlimit(RLIMIT_FSIZE, &none);
#if defined __linux__
    limited = !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && !prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) &&
              !prctl(PR_SET_PDEATHSIG, SIGKILL) && limited;
#endif
    if (limit_files(role, resolv_conf))
        holds |= SANDBOX_FILES;
    gboolean opens = role != SANDBOX_READER || holds & SANDBOX_FILES;
    if (!opens)
        load_charsets();
    if (sandbox_filter_prepare(role, opens) && sandbox_filter_prepare(SANDBOX_CHILD, FALSE) &&
        sandbox_filter_enter(role) && limited)
        holds |= SANDBOX_CALLS;
    return holds;
}
#else
guint sandbox_enter(SandboxRole role, const char *resolv_conf)
{
    (void)role;
    (void)resolv_conf;
    setrlimit(RLIMIT_CORE, &(const struct rlimit){0, 0});
    return 0;
}
#endif

guint sandbox_probe(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit((int)sandbox_enter(SANDBOX_READER, NULL));
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status)
               ? (guint)WEXITSTATUS(status)
               : 0;
}
