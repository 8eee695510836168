/* SPDX-License-Identifier: Apache-2.0
 *
 * action_queue - checks of queue.*; the contract is in action_queue.h
 */
#include "config.h"

#include "common/array.h"
#include "rsyslog.h"
#include "conf.h"
#include "errmsg.h"
#include "queue.h"
#include "rainerscript.h"
#include "common/rsyslog_abi.h"

#include "action_queue.h"
#include "common/parameter_table.h"

enum { RETRIES, TYPE, FILE_NAME, SIZE, BATCH, WORKERS, HIGH_WATERMARK, LOW_WATERMARK, DISK_SPACE, TIMEOUT };

static struct cnfparamdescr descriptions[] = {
    [RETRIES] = {"action.resumeretrycount", eCmdHdlrInt, 0},
    [TYPE] = {"queue.type", eCmdHdlrQueueType, 0},
    [FILE_NAME] = {"queue.filename", eCmdHdlrGetWord, 0},
    [SIZE] = {"queue.size", eCmdHdlrSize, 0},
    [BATCH] = {"queue.dequeuebatchsize", eCmdHdlrInt, 0},
    [WORKERS] = {"queue.workerthreads", eCmdHdlrInt, 0},
    [HIGH_WATERMARK] = {"queue.highwatermark", eCmdHdlrInt, 0},
    [LOW_WATERMARK] = {"queue.lowwatermark", eCmdHdlrInt, 0},
    [DISK_SPACE] = {"queue.maxdiskspace", eCmdHdlrSize, 0},
    [TIMEOUT] = {"queue.timeoutenqueue", eCmdHdlrInt, 0},
};
static struct cnfparamblk block = {CNFPARAMBLK_VERSION, COUNT_OF(descriptions), descriptions};

static int64_t value_of(const struct cnfparamvals *values, int which, int64_t otherwise) {
    return values[which].bUsed ? values[which].val.d.n : otherwise;
}

/* a watermark that cannot be is replaced, as rsyslog does */
static int64_t watermark_of(const struct cnfparamvals *values, int which, int64_t size, int percent) {
    int64_t mark = value_of(values, which, 0);
    if (mark >= 2 && mark <= size)
        return mark;
    mark = size / 100 * percent;
    return mark > 0 ? mark : size;
}

/* 8.2302 stops the disk part at once where the low watermark is above the high one */
static void check_disk_part(const struct cnfparamvals *values) {
    int64_t size = value_of(values, SIZE, 1000), batch = value_of(values, BATCH, 128);
    int64_t workers = value_of(values, WORKERS, 1);
    int64_t high = watermark_of(values, HIGH_WATERMARK, size, 90);
    int64_t low = watermark_of(values, LOW_WATERMARK, size, 70);
    int64_t start = low > high ? low : high;
    int64_t taken = workers * (batch < size ? batch : size);
    if (size <= 0 || size - taken >= start)
        return;
    parameter_warn(
        "omgelf",
        "the queue never goes to disk, and throws messages away when it is full: queue.size is "
        "%lld, of which workers take up to %lld (queue.dequeueBatchSize), and the disk part starts "
        "when %lld wait (queue.highWatermark); set queue.size=\"100000\" "
        "queue.highWatermark=\"60000\" queue.lowWatermark=\"40000\"",
        (long long)size, (long long)taken, (long long)start);
}

static void check_queue(const struct cnfparamvals *values) {
    const int64_t type = value_of(values, TYPE, QUEUETYPE_DIRECT);
    if (type == QUEUETYPE_DIRECT && values[FILE_NAME].bUsed)
        parameter_warn("omgelf",
                       "queue.filename without queue.type: the action has no queue, and all of rsyslog waits "
                       "while no target can be reached; set queue.type=\"LinkedList\"");
    else if (type != QUEUETYPE_DISK && values[FILE_NAME].bUsed)
        check_disk_part(values);
    if (type != QUEUETYPE_DIRECT && values[DISK_SPACE].bUsed && !values[TIMEOUT].bUsed)
        parameter_warn("omgelf",
                       "once queue.maxDiskSpace is used up, all of rsyslog waits 2 seconds for each message; "
                       "set queue.timeoutEnqueue=\"0\" to go on without this action, or the milliseconds to "
                       "wait");
}

bool action_queue_check(struct nvlst *lst) {
    struct cnfparamvals *const values = nvlstGetParams(lst, &block, NULL);
    if (values == NULL)
        return false; /* rsyslog will find the same error */
    const bool for_ever = value_of(values, RETRIES, 0) == -1;
    if (!for_ever)
        parameter_warn(
            "omgelf",
            "action.resumeRetryCount is not -1: rsyslog throws messages away while no target of "
            "the action can be reached; set action.resumeRetryCount=\"-1\" to keep them in the queue");
    check_queue(values);
    cnfparamvalsDestruct(values, &block);
    return for_ever;
}
