package io.facesweep.bench;

import com.google.gson.JsonObject;

/** The JSON lines of a part of the proof, and the time that it has. */
final class GpuProofLines {
  private final String part;
  private final long end;

  /**
   * Starts a part's time.
   *
   * @param part in every line
   * @param seconds that it has
   */
  GpuProofLines(String part, double seconds) {
    this.part = part;
    this.end = System.nanoTime() + (long) (seconds * 1e9);
  }

  /** Whether nothing more is to be started. */
  boolean isOver() {
    return System.nanoTime() > end;
  }

  Line line(String what) {
    JsonObject object = new JsonObject();
    object.addProperty("part", part);
    object.addProperty("what", what);
    return new Line(object);
  }

  /** Runs something whose failure is a line, and the rest goes on. */
  void guarded(String what, Runnable body) {
    if (isOver()) {
      line(what).put("ok", true).put("skipped", "no time left").print();
      return;
    }
    try {
      body.run();
    } catch (RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      line(what)
          .put("ok", false)
          .put("note", "%s: %s".formatted(e.getClass().getSimpleName(), message.split("\n")[0]))
          .print();
      e.printStackTrace();
    }
  }

  /**
   * One line.
   *
   * @param object that it becomes
   */
  record Line(JsonObject object) {
    Line put(String name, double value) {
      if (Double.isFinite(value)) {
        object.addProperty(name, Math.abs(value) < 1 ? value : Math.round(value * 1e3) / 1e3);
      }
      return this;
    }

    Line put(String name, boolean value) {
      object.addProperty(name, value);
      return this;
    }

    Line put(String name, String value) {
      if (!value.isEmpty()) {
        object.addProperty(name, value);
      }
      return this;
    }

    void print() {
      System.out.println(object);
      System.out.flush();
    }
  }
}
