package io.facesweep.weights;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.facesweep.UserException;
import io.facesweep.weights.SafetensorsFile.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parsed header of a safetensors file. It is read as a stream, so that what it costs follows
 * from the bytes that are there; the problems of all entries are collected and thrown together.
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

  static SafetensorsHeader parse(byte[] json, Path path, long dataStart, long fileSize) {
    Parser parser = new Parser(dataStart, fileSize);
    if (json.length == 0 || json[0] != '{') {
      throw new UserException(
          "Cannot read %s: its header does not begin with '{'; is this a safetensors file?"
              .formatted(path));
    }
    JsonReading.parse(
        json,
        "the header of " + path,
        reader -> {
          parser.readHeader(reader);
          return parser;
        });
    parser.checkLayout();
    if (!parser.problems.isEmpty()) {
      throw new UserException("Cannot read %s: %s".formatted(path, parser.problems.joined("; ")));
    }
    Map<String, Entry> inOrder = new LinkedHashMap<>();
    parser.found.forEach(entry -> inOrder.put(entry.name(), entry));
    return new SafetensorsHeader(inOrder, parser.metadata);
  }

  private static final class Parser {
    private final long dataStart;
    private final long fileSize;
    private final List<Entry> found = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final TreeSet<String> names = new TreeSet<>();
    private final FileProblems problems = new FileProblems();

    /** Tensors that end after the file, and where the last of them ends in the data. */
    private final FileProblems beyond = new FileProblems(1);

    private long farthest;

    Parser(long dataStart, long fileSize) {
      this.dataStart = dataStart;
      this.fileSize = fileSize;
    }

    void readHeader(JsonReader reader) throws IOException {
      reader.beginObject();
      while (reader.hasNext()) {
        String name = reader.nextName();
        if (!names.add(name)) {
          problems.add("tensor '%s' stands twice in the header".formatted(quoted(name)));
        }
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
          problems.add("tensor '%s' is not an object".formatted(quoted(name)));
          reader.skipValue();
        } else if (name.equals("__metadata__")) {
          readMetadata(reader);
        } else {
          readEntry(name, reader);
        }
      }
      reader.endObject();
    }

    private void readMetadata(JsonReader reader) throws IOException {
      reader.beginObject();
      while (reader.hasNext()) {
        String key = reader.nextName();
        if (reader.peek() != JsonToken.STRING) {
          problems.add("__metadata__ '%s' is not a string".formatted(quoted(key)));
          reader.skipValue();
        } else if (metadata.put(key, reader.nextString()) != null) {
          problems.add("__metadata__ '%s' stands twice".formatted(quoted(key)));
        }
      }
      reader.endObject();
    }

    private void readEntry(String name, JsonReader reader) throws IOException {
      @Nullable String type = null;
      long @Nullable [] shape = null;
      long @Nullable [] offsets = null;
      TreeSet<String> fields = new TreeSet<>();
      long problemsBefore = problems.count();
      reader.beginObject();
      while (reader.hasNext()) {
        String field = reader.nextName();
        if (!fields.add(field)) {
          problem(name, "has its %s twice".formatted(quoted(field)));
        }
        switch (field) {
          case "dtype" -> type = readText(name, reader);
          case "shape" -> shape = readNumbers(name, "shape", reader);
          case "data_offsets" -> offsets = readNumbers(name, "data_offsets", reader);
          default -> {
            problem(name, "has an unknown field '%s'".formatted(quoted(field)));
            reader.skipValue();
          }
        }
      }
      reader.endObject();
      if (problems.count() == problemsBefore) {
        checkEntry(name, type, shape, offsets);
      }
    }

    private @Nullable String readText(String name, JsonReader reader) throws IOException {
      if (reader.peek() != JsonToken.STRING) {
        problem(name, "has a dtype that is not a string");
        reader.skipValue();
        return null;
      }
      return reader.nextString();
    }

    private long @Nullable [] readNumbers(String name, String field, JsonReader reader)
        throws IOException {
      if (reader.peek() != JsonToken.BEGIN_ARRAY) {
        problem(name, "has %s that is not a list".formatted(field));
        reader.skipValue();
        return null;
      }
      long[] numbers = new long[4];
      int count = 0;
      boolean valid = true;
      reader.beginArray();
      while (reader.hasNext()) {
        numbers = count == numbers.length ? Arrays.copyOf(numbers, 2 * count) : numbers;
        if (reader.peek() != JsonToken.NUMBER) {
          valid = false;
          reader.skipValue();
        } else {
          String literal = reader.nextString();
          boolean whole = WHOLE_NUMBER.matcher(literal).matches();
          valid &= whole;
          numbers[count++] = whole ? Long.parseLong(literal) : 0;
        }
      }
      reader.endArray();
      if (!valid) {
        problem(name, "has %s that are not whole numbers of at least 0".formatted(field));
        return null;
      }
      return Arrays.copyOf(numbers, count);
    }

    private void checkEntry(
        String name,
        @Nullable String typeName,
        long @Nullable [] shape,
        long @Nullable [] offsets) {
      if (typeName == null || shape == null || offsets == null) {
        problem(name, "lacks dtype, shape or data_offsets");
        return;
      }
      Optional<StoredType> type = StoredType.named(typeName);
      if (type.isEmpty()) {
        problem(
            name,
            "has the unknown dtype '%s' (expected one of %s)"
                .formatted(quoted(typeName), StoredType.names()));
        return;
      }
      if (offsets.length != 2 || offsets[1] < offsets[0]) {
        problem(name, "has data_offsets %s (expected begin and end)".formatted(shown(offsets)));
        return;
      }
      if (offsets[1] > fileSize - dataStart) {
        farthest = Math.max(farthest, offsets[1]);
        beyond.add(quoted(name));
        return;
      }
      if (bytes(shape, type.get()) != offsets[1] - offsets[0]) {
        problem(
            name,
            "has %d bytes, which is not its shape %s times the size of %s"
                .formatted(offsets[1] - offsets[0], shown(shape), type.get()));
        return;
      }
      found.add(new Entry(name, type.get(), shape, dataStart + offsets[0], dataStart + offsets[1]));
    }

    /** Bytes of a tensor; -1 when the product does not fit a long. */
    private static long bytes(long[] shape, StoredType type) {
      long product = type.bytes();
      try {
        for (long size : shape) {
          product = Math.multiplyExact(product, size);
        }
        return product;
      } catch (ArithmeticException e) {
        return -1;
      }
    }

    /**
     * Tensors must lie side by side and fill the data; an entry that was refused hides what lies
     * around it.
     */
    void checkLayout() {
      if (!beyond.isEmpty()) {
        problems.add(
            "its data have %d bytes and should have %d, for tensor %s: it is truncated (download or copy it again), or its data_offsets are out of range"
                .formatted(fileSize - dataStart, farthest, beyond.joined(" ")));
      }
      found.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      if (!problems.isEmpty()) {
        return;
      }
      long end = dataStart;
      String before = "the header";
      for (Entry entry : found) {
        if (entry.begin() < end) {
          problem(entry.name(), "overlaps %s".formatted(before));
        } else if (entry.begin() > end) {
          problem(
              entry.name(),
              "leaves a gap of %d bytes after %s".formatted(entry.begin() - end, before));
        }
        if (entry.end() >= end) {
          end = entry.end();
          before = "tensor '%s'".formatted(quoted(entry.name()));
        }
      }
      if (end != fileSize) {
        problems.add(
            "%d bytes follow %s and belong to no tensor".formatted(fileSize - end, before));
      }
    }

    private void problem(String name, String what) {
      problems.add("tensor '%s' %s".formatted(quoted(name), what));
    }

    private static String quoted(String text) {
      return JsonReading.quoted(text);
    }
  }

  /** Numbers of a file for a message. */
  static String shown(long[] numbers) {
    return numbers.length <= 8
        ? Arrays.toString(numbers)
        : "of %d numbers".formatted(numbers.length);
  }
}
