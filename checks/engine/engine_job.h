/* A job: one request of the engine, from its JSON to its events. */
#ifndef CHECKS_ENGINE_ENGINE_JOB_H
#define CHECKS_ENGINE_ENGINE_JOB_H

#include <jansson.h>
#include "checks/asker/asker.h"
#include "content/catalogue/catalogue.h"
#include "content/catalogue/identify_memo.h"

typedef struct Job Job;

/* What a job says, and that it is over. `event` is a new reference. */
typedef struct {
    void (*say)(json_t *event, gpointer data);
    void (*over)(Job *job, gpointer data);
    gpointer data;
} JobListener;

typedef struct {
    const Catalogue *catalogue;
    Asker *asker;
    IdentifyMemo *memo;     /* for briefs */
    guint16 authority_port; /* of name servers; 0: 53 */
    gboolean final_only;    /* no progress and no unfinished cases: batch */
} JobSettings;

/* Starts a job that goes on from the main loop, so that it is never over before this returns. Free
 * it after `over`, but not from within. The request is lent, and so is what came behind it as input
 * (NULL: nothing). */
Job *job_new(json_t *request, GBytes *input, const JobSettings *settings,
             const JobListener *listener);
/* Gives up the open questions; the job then ends by itself with what is known. */
void job_cancel(Job *job);
void job_free(Job *job);
const json_t *job_id(const Job *job);

#endif
