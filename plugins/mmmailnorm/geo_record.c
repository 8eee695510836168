/* SPDX-License-Identifier: Apache-2.0
 *
 * geo_record - the walk; the contract is in geo_record.h
 */
#include "config.h"

#include "geo_record.h"

struct walk {
    const struct geo_path_node *nodes;
    MMDB_entry_data_s *values;
    const uint8_t *data;
    size_t size;
    size_t elements; /* that may still come */
};

/* the control bytes of an element. content: what follows them; of a pointer, where
 * it leads. size: bytes, or elements of maps (keys and values) and arrays. */
struct element {
    uint32_t type;
    size_t size, content, after; /* after: behind the control bytes */
};

static uint64_t number_of(const uint8_t *bytes, size_t count) {
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++)
        number = number << 8 | bytes[i];
    return number;
}

static bool read_pointer(const struct walk *walk, size_t at, struct element *element) {
    static const size_t bases[] = {0, 2048, 526336, 0};
    uint8_t control = walk->data[at];
    size_t bytes = (size_t)(control >> 3 & 3) + 1, high = bytes < 4 ? control & 7 : 0;
    element->after = at + 1 + bytes;
    if (element->after > walk->size)
        return false;
    element->content = (high << 8 * bytes | (size_t)number_of(walk->data + at + 1, bytes)) + bases[bytes - 1];
    return true;
}

/* short texts and numbers, most of what there is: their size is in the one control
 * byte that they have */
static bool is_short(uint8_t control) {
    return control >> 5 >= MMDB_DATA_TYPE_UTF8_STRING && control >> 5 <= MMDB_DATA_TYPE_UINT32 && (control & 31) < 29;
}

static bool read_long_element(const struct walk *walk, size_t at, struct element *element) {
    static const size_t bases[] = {29, 285, 65821};
    if (element->type == MMDB_DATA_TYPE_POINTER)
        return read_pointer(walk, at, element);
    at++;
    if (element->type == MMDB_DATA_TYPE_EXTENDED) {
        if (at >= walk->size)
            return false;
        element->type = walk->data[at++] + 7U;
    }
    if (element->size >= 29) {
        size_t bytes = element->size - 28;
        if (walk->size - at < bytes)
            return false;
        element->size = (size_t)number_of(walk->data + at, bytes) + bases[bytes - 1];
        at += bytes;
    }
    element->content = element->after = at;
    if (element->type == MMDB_DATA_TYPE_MAP)
        element->size *= 2;
    else if (element->type == MMDB_DATA_TYPE_BOOLEAN)
        element->size = 0;
    else if (element->type != MMDB_DATA_TYPE_ARRAY)
        return element->size <= walk->size - at;
    return true;
}

static bool read_element(struct walk *walk, size_t at, struct element *element) {
    if (at >= walk->size || walk->elements-- == 0)
        return false;
    uint8_t control = walk->data[at];
    element->type = control >> 5;
    element->size = control & 31;
    element->content = element->after = at + 1;
    return is_short(control) ? element->size < walk->size - at : read_long_element(walk, at, element);
}

static bool has_elements(const struct element *element) {
    return element->type == MMDB_DATA_TYPE_MAP || element->type == MMDB_DATA_TYPE_ARRAY;
}

/* over count elements, with all that is in them; where at gets behind the data, the
 * next to be read there is damage */
static bool skip(struct walk *walk, size_t *at, size_t count) {
    for (; count > 0; count--) {
        if (*at < walk->size && is_short(walk->data[*at]) && walk->elements > 0) {
            walk->elements--;
            *at += 1 + (walk->data[*at] & 31);
            continue;
        }
        struct element element;
        if (!read_element(walk, *at, &element))
            return false;
        *at = element.after;
        if (has_elements(&element))
            count += element.size;
        else if (element.type != MMDB_DATA_TYPE_POINTER)
            *at += element.size;
    }
    return true;
}

/* what stands at at, or what the pointer there leads to; at moves behind it, of an
 * element that has elements behind its control bytes only. is_here: at is its end */
static bool read_behind_pointer(struct walk *walk, size_t *at, struct element *element, bool *is_here) {
    if (!read_element(walk, *at, element))
        return false;
    *at = element->after;
    *is_here = element->type != MMDB_DATA_TYPE_POINTER;
    if (!*is_here)
        return read_element(walk, element->content, element) && element->type != MMDB_DATA_TYPE_POINTER;
    if (!has_elements(element))
        *at += element->size;
    return true;
}

static void take_float(MMDB_entry_data_s *value, uint32_t bits) {
    memcpy(&value->float_value, &bits, sizeof(bits));
}

static void take_double(MMDB_entry_data_s *value, uint64_t bits) {
    memcpy(&value->double_value, &bits, sizeof(bits));
}

/* other types than those that places and networks have are no value */
static bool take_value(const struct walk *walk, const struct element *element, MMDB_entry_data_s *value) {
    const uint8_t *bytes = walk->data + element->content;
    value->type = element->type;
    value->data_size = (uint32_t)element->size;
    switch (element->type) {
        case MMDB_DATA_TYPE_UTF8_STRING:
            value->utf8_string = (const char *)bytes;
            return true;
        case MMDB_DATA_TYPE_DOUBLE:
            take_double(value, number_of(bytes, element->size));
            return element->size == sizeof(double);
        case MMDB_DATA_TYPE_FLOAT:
            take_float(value, (uint32_t)number_of(bytes, element->size));
            return element->size == sizeof(float);
        case MMDB_DATA_TYPE_UINT16:
            value->uint16 = (uint16_t)number_of(bytes, element->size);
            return element->size <= sizeof(uint16_t);
        case MMDB_DATA_TYPE_UINT32:
            value->uint32 = (uint32_t)number_of(bytes, element->size);
            return element->size <= sizeof(uint32_t);
        default:
            return false;
    }
}

static bool read_key(struct walk *walk, size_t *at, struct text *key) {
    struct element element;
    bool is_here;
    if (*at < walk->size && walk->data[*at] >> 5 == MMDB_DATA_TYPE_UTF8_STRING && is_short(walk->data[*at])) {
        *key = (struct text){(const char *)walk->data + *at + 1, walk->data[*at] & 31};
        *at += 1 + key->length;
        return *at <= walk->size && walk->elements-- > 0;
    }
    if (!read_behind_pointer(walk, at, &element, &is_here) || element.type != MMDB_DATA_TYPE_UTF8_STRING)
        return false;
    *key = (struct text){(const char *)walk->data + element.content, element.size};
    return true;
}

static const struct geo_path_node *find_child(const struct walk *walk, const struct geo_path_node *parent,
                                              struct text key) {
    for (uint8_t i = parent->child; i != 0; i = walk->nodes[i].next)
        if (text_is(walk->nodes[i].key, key))
            return &walk->nodes[i];
    return NULL;
}

static bool walk_element(struct walk *walk, size_t *at, const struct geo_path_node *node, bool to_its_end);

/* the elements of a map, or of an array, whose keys are 0, 1, ...; not to_its_end:
 * until all paths that lead here were followed */
static bool walk_elements(struct walk *walk, size_t *at, const struct element *element,
                          const struct geo_path_node *node, bool to_its_end) {
    bool is_map = element->type == MMDB_DATA_TYPE_MAP;
    unsigned missing = node->children;
    size_t i = 0;
    for (; i < element->size && missing > 0; i += is_map ? 2 : 1) {
        struct text key = i == 0 ? TEXT("0") : (struct text){NULL, 0};
        if (is_map && !read_key(walk, at, &key))
            return false;
        const struct geo_path_node *child = find_child(walk, node, key);
        if (child != NULL)
            missing--;
        if (!(child != NULL ? walk_element(walk, at, child, missing > 0 || to_its_end) : skip(walk, at, 1)))
            return false;
    }
    return !to_its_end || skip(walk, at, element->size - i);
}

/* one element that paths lead to; at moves behind it where to_its_end. Recursion is
 * as deep as the longest path. */
static bool walk_element(struct walk *walk, size_t *at, const struct geo_path_node *node, bool to_its_end) {
    struct element element;
    bool is_here;
    if (!read_behind_pointer(walk, at, &element, &is_here))
        return false;
    if (!has_elements(&element)) {
        MMDB_entry_data_s *value = &walk->values[node - walk->nodes];
        if (node->is_wanted && !value->has_data)
            value->has_data = take_value(walk, &element, value);
        return true;
    }
    size_t elsewhere = element.after;
    return walk_elements(walk, is_here ? at : &elsewhere, &element, node, is_here && to_its_end);
}

static uint8_t child_of(struct geo_paths *paths, uint8_t parent, const char *key) {
    uint8_t *link = &paths->nodes[parent].child;
    for (; *link != 0; link = &paths->nodes[*link].next)
        if (text_is(paths->nodes[*link].key, text_of(key)))
            return *link;
    if (paths->used + 1 >= GEO_PATHS_SIZE)
        return 0;
    *link = ++paths->used;
    paths->nodes[*link].key = text_of(key);
    paths->nodes[parent].children++;
    return *link;
}

int geo_paths_add(struct geo_paths *paths, const char *const *path) {
    uint8_t node = 0;
    for (; *path != NULL; path++) {
        node = child_of(paths, node, *path);
        if (node == 0)
            return -1;
    }
    paths->nodes[node].is_wanted = true;
    return node;
}

bool geo_record_read(const struct geo_paths *paths, const MMDB_entry_s *entry,
                     MMDB_entry_data_s values[GEO_PATHS_SIZE]) {
    struct walk walk = {paths->nodes, values, entry->mmdb->data_section, entry->mmdb->data_section_size,
                        GEO_RECORD_ELEMENTS};
    size_t at = entry->offset;
    for (int i = 0; i <= paths->used; i++)
        values[i].has_data = false;
    return walk_element(&walk, &at, &paths->nodes[0], false);
}
