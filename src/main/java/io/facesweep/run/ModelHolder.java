package io.facesweep.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The runners of a JVM: one for each checkpoint and device, opened once, shared by tasks. Opening
 * another closes those that nobody uses, since memory rarely holds two.
 */
public final class ModelHolder {
  private static final ModelHolder INSTANCE = new ModelHolder();

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  ModelHolder() {}

  /** The one of this JVM. */
  public static ModelHolder ofThisJvm() {
    return INSTANCE;
  }

  private static final class Entry {
    private final StageRunner runner;
    private final DeviceExperience experience = new DeviceExperience();
    private int users;

    private Entry(StageRunner runner) {
      this.runner = runner;
    }
  }

  /** The use of a runner, until it is closed. */
  public final class Lease implements AutoCloseable {
    private final Entry entry;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    public StageRunner runner() {
      return entry.runner;
    }

    /** What tasks have learnt with this runner. */
    public DeviceExperience experience() {
      return entry.experience;
    }

    @Override
    public void close() {
      synchronized (ModelHolder.this) {
        entry.users--;
      }
    }
  }

  /** The runner of this key, opened if need be; other callers wait for it. */
  public synchronized Lease lease(String key, Supplier<StageRunner> open) {
    Entry entry = entries.get(key);
    if (entry == null) {
      closeIdle();
      entry = new Entry(open.get());
      entries.put(key, entry);
    }
    entry.users++;
    return new Lease(entry);
  }

  /**
   * Forgets a runner without closing it: its device is broken, and cannot even free anything.
   *
   * @return what was learnt with it; nothing if it could not be opened
   */
  public synchronized DeviceExperience abandon(String key) {
    Entry entry = entries.remove(key);
    return entry == null ? new DeviceExperience() : entry.experience;
  }

  /** Closes the runners that nobody uses. */
  public synchronized void closeIdle() {
    Iterator<Entry> iterator = entries.values().iterator();
    while (iterator.hasNext()) {
      Entry entry = iterator.next();
      if (entry.users == 0) {
        iterator.remove();
        entry.runner.close();
      }
    }
  }
}
