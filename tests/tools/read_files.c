/* read_files [--mime] FILE...: what the floor content/ does with files, and nothing else: reads
 * them and identifies their causes. With --mime, what the mail library alone does with them: takes
 * them apart and frees them. For benchmarks; prints how many recipients (messages) there were. */
#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>
#include "content/catalogue/identify.h"
#include "content/reader/read.h"

static guint identify_all(const Catalogue *catalogue, GBytes *input)
{
    guint recipients = 0;
    g_autoptr(GPtrArray) messages = read_input(input);
    for (guint i = 0; i < messages->len; i++) {
        const Message *message = g_ptr_array_index(messages, i);
        recipients += message->cases->len;
        for (guint j = 0; j < message->cases->len; j++)
            g_ptr_array_unref(identify(catalogue, g_ptr_array_index(message->cases, j), input));
    }
    return recipients;
}

static guint parse(GBytes *input)
{
    gsize length;
    const char *bytes = g_bytes_get_data(input, &length);
    g_autoptr(GObject) stream =
        G_OBJECT(g_mime_stream_mem_new_with_buffer(bytes ? bytes : "", length));
    g_autoptr(GObject) parser = G_OBJECT(g_mime_parser_new_with_stream(GMIME_STREAM(stream)));
    GMimeMessage *message = g_mime_parser_construct_message(GMIME_PARSER(parser), NULL);
    g_clear_object(&message);
    return 1;
}

int main(int argc, char **argv)
{
    gboolean mime = argc > 1 && !strcmp(argv[1], "--mime");
    guint count = 0;
    read_init();
    g_autoptr(Catalogue) catalogue = mime ? NULL : catalogue_new();
    for (int i = 1 + mime; i < argc; i++) {
        char *bytes;
        gsize length;
        if (!g_file_get_contents(argv[i], &bytes, &length, NULL))
            return 1;
        g_autoptr(GBytes) input = g_bytes_new_take(bytes, length);
        count += mime ? parse(input) : identify_all(catalogue, input);
    }
    printf("%u\n", count);
    return 0;
}
