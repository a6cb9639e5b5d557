/* The recent cases on disk: kept for their person only, bounded, and whatever lies there is listed.
 */
#include "tui/base/recent_cases.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

static char *folder;

static json_t *case_of(const char *domain)
{
    return json_pack("{s:i,s:{s:s},s:{s:s},s:{s:s},s:[]}", "whybounce", 1, "facts",
                     "recipient_domain", domain, "cause", "title", "Mailbox full", "request", "do",
                     "diagnose", "answers");
}

static RecentCases *empty_store(guint days)
{
    RecentCases *recent = recent_cases_open(days);
    g_assert_nonnull(recent);
    recent_cases_delete_all(recent);
    return recent;
}

static void keep(RecentCases *recent, const char *id, const char *domain)
{
    json_auto_t *document = case_of(domain);
    g_assert_true(recent_cases_keep(recent, id, document));
}

static void set_age(const RecentCases *recent, const char *id, gint64 seconds)
{
    g_autofree char *path = recent_case_path(recent, id);
    time_t then = (time_t)(g_get_real_time() / G_USEC_PER_SEC - seconds);
    struct utimbuf times = {then, then};
    g_assert_cmpint(utime(path, &times), ==, 0);
}

static const char *field(const json_t *list, size_t index, const char *key)
{
    return json_string_value(json_object_get(json_array_get(list, index), key));
}

static void test_kept_and_listed(void)
{
    RecentCases *recent = empty_store(30);
    keep(recent, "20261126-100000-000-1", "old.example");
    keep(recent, "20261127-100000-000-1", "new.example");
    set_age(recent, "20261126-100000-000-1", 100);
    json_auto_t *list = recent_cases_list(recent);
    g_assert_cmpuint(json_array_size(list), ==, 2);
    g_assert_cmpstr(field(list, 0, "domain"), ==, "new.example");
    g_assert_cmpstr(field(list, 0, "cause"), ==, "Mailbox full");
    g_assert_null(field(list, 0, "wrong"));
    g_assert_cmpstr(field(list, 1, "domain"), ==, "old.example");

    struct stat status;
    g_autofree char *path = recent_case_path(recent, field(list, 0, "id"));
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    g_autofree char *around = g_path_get_dirname(path);
    g_assert_cmpint(stat(around, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0700);
    recent_cases_close(recent);
}

static void test_read_and_deleted(void)
{
    RecentCases *recent = empty_store(30);
    g_autoptr(GError) error = NULL;
    keep(recent, "1", "a.example");
    keep(recent, "2", "b.example");
    g_autoptr(GBytes) bytes = recent_cases_read(recent, "1", &error);
    g_assert_no_error(error);
    g_assert_nonnull(
        g_strstr_len(g_bytes_get_data(bytes, NULL), (gssize)g_bytes_get_size(bytes), "a.example"));
    g_assert_true(recent_cases_delete(recent, "1"));
    g_assert_false(recent_cases_delete(recent, "1"));
    g_assert_null(recent_cases_read(recent, "1", &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_assert_cmpuint(recent_cases_delete_all(recent), ==, 1);
    recent_cases_close(recent);
}

/* An id leads nowhere but to a case. */
static void test_ids(void)
{
    RecentCases *recent = empty_store(30);
    static const char *const bad[] = {"", "..", "../x", "1/2", "1.json", "a", "1 "};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_false(recent_case_id_is_valid(bad[i]));
        g_assert_false(recent_cases_delete(recent, bad[i]));
        g_assert_null(recent_cases_read(recent, bad[i], NULL));
    }
    recent_cases_close(recent);
}

static void test_expiry(void)
{
    RecentCases *recent = empty_store(2);
    keep(recent, "1", "old.example");
    set_age(recent, "1", 3 * 24 * 3600);
    keep(recent, "2", "new.example");
    json_auto_t *list = recent_cases_list(recent);
    g_assert_cmpuint(json_array_size(list), ==, 1);
    g_assert_cmpstr(field(list, 0, "id"), ==, "2");
    recent_cases_close(recent);
}

static void test_number(void)
{
    RecentCases *recent = empty_store(30);
    for (guint i = 0; i < RECENT_CASES_MAX + 5; i++) {
        g_autofree char *id = g_strdup_printf("%04u", i);
        keep(recent, id, "a.example");
    }
    json_auto_t *list = recent_cases_list(recent);
    g_assert_cmpuint(json_array_size(list), ==, RECENT_CASES_MAX);
    recent_cases_close(recent);
}

static void test_bytes(void)
{
    RecentCases *recent = empty_store(30);
    g_autofree char *large = g_strnfill(RECENT_BYTES_MAX / 3, 'x');
    for (guint i = 0; i < 4; i++) {
        g_autofree char *id = g_strdup_printf("%u", i);
        json_auto_t *document = case_of("a.example");
        json_object_set_new(document, "much", json_string(large));
        g_assert_true(recent_cases_keep(recent, id, document));
    }
    json_auto_t *list = recent_cases_list(recent);
    g_assert_cmpuint(json_array_size(list), ==, 2);
    g_assert_cmpstr(field(list, 0, "id"), ==, "3");
    recent_cases_close(recent);
}

static void test_history_off(void)
{
    recent_cases_close(empty_store(30));
    RecentCases *recent = recent_cases_open(0);
    json_auto_t *document = case_of("a.example");
    g_assert_false(recent_cases_keep(recent, "1", document));
    json_auto_t *list = recent_cases_list(recent);
    g_assert_cmpuint(json_array_size(list), ==, 0);
    recent_cases_close(recent);
}

static void put(const RecentCases *recent, const char *id, const char *text)
{
    g_autofree char *path = recent_case_path(recent, id);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* What is no case is listed as that, is not opened, and can be deleted. */
static void test_wrong_files(void)
{
    RecentCases *recent = empty_store(30);
    static const struct {
        const char *id, *text, *wrong;
    } files[] = {{"1", "{\"whybounce\":1,\"facts\":{", "damaged"},
                 {"2", "From: somebody\n\nnot a case\n", "damaged"},
                 {"3", "{\"whybounce\":99}", "foreign"},
                 {"4", "", "damaged"},
                 {"5", "[1,2]", "damaged"}};
    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        put(recent, files[i].id, files[i].text);
        set_age(recent, files[i].id, (gint64)(10 * i));
    }
    g_autofree char *fifo = recent_case_path(recent, "6");
    g_autofree char *link = recent_case_path(recent, "7");
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    g_assert_cmpint(symlink("/etc/passwd", link), ==, 0);
    json_auto_t *list = recent_cases_list(recent);
    g_assert_cmpuint(json_array_size(list), ==, G_N_ELEMENTS(files) + 2);
    for (size_t i = 0; i < json_array_size(list); i++) {
        int number = (int)g_ascii_strtoll(field(list, i, "id"), NULL, 10);
        g_assert_cmpstr(field(list, i, "wrong"), ==,
                        number <= 5 ? files[number - 1].wrong : "unreadable");
        g_assert_null(field(list, i, "cause"));
    }
    g_assert_null(recent_cases_read(recent, "2", NULL));
    g_assert_null(recent_cases_read(recent, "6", NULL));
    g_assert_null(recent_cases_read(recent, "7", NULL));
    g_assert_cmpuint(recent_cases_delete_all(recent), ==, G_N_ELEMENTS(files) + 2);
    g_assert_true(g_file_test("/etc/passwd", G_FILE_TEST_EXISTS));
    recent_cases_close(recent);
}

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    folder = g_dir_make_tmp("recent-XXXXXX", NULL);
    g_setenv("XDG_STATE_HOME", folder, TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recent/kept_and_listed", test_kept_and_listed);
    g_test_add_func("/recent/read_and_deleted", test_read_and_deleted);
    g_test_add_func("/recent/ids", test_ids);
    g_test_add_func("/recent/expiry", test_expiry);
    g_test_add_func("/recent/number", test_number);
    g_test_add_func("/recent/bytes", test_bytes);
    g_test_add_func("/recent/history_off", test_history_off);
    g_test_add_func("/recent/wrong_files", test_wrong_files);
    int status = g_test_run();
    g_autofree char *inner = g_build_filename(folder, "whybounce", NULL);
    RecentCases *recent = recent_cases_open(0);
    recent_cases_delete_all(recent);
    recent_cases_close(recent);
    g_rmdir(inner);
    g_rmdir(folder);
    g_free(folder);
    return status;
}
