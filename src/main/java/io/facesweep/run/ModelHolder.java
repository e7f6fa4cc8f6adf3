package io.facesweep.run;

import io.facesweep.tensor.Device;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The runners of a JVM: one on each device, shared by tasks. Who needs another there, with other
 * models, waits until nobody uses it, for memory rarely holds two; then it is closed.
 */
public final class ModelHolder {
  private static final ModelHolder INSTANCE = new ModelHolder();

  private final Map<Device, Entry> entries = new LinkedHashMap<>();

  ModelHolder() {}

  /** The one of this JVM. */
  public static ModelHolder ofThisJvm() {
    return INSTANCE;
  }

  private static final class Entry {
    private final String key;
    private final StageRunner runner;
    private final DeviceExperience experience = new DeviceExperience();
    private int users;

    private Entry(String key, StageRunner runner) {
      this.key = key;
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
        ModelHolder.this.notifyAll();
      }
    }
  }

  /**
   * Returns the runner of this key, opened if need be. Waits while the device has one of another
   * key in use, and while another caller opens one.
   *
   * @param key equal for equal runners
   */
  public synchronized Lease lease(Device device, String key, Supplier<StageRunner> open)
      throws InterruptedException {
    Entry entry = entries.get(device);
    while (entry != null && !entry.key.equals(key) && entry.users > 0) {
      wait();
      entry = entries.get(device);
    }
    if (entry == null || !entry.key.equals(key)) {
      if (entry != null) {
        entries.remove(device);
        entry.runner.close();
      }
      entry = new Entry(key, open.get());
      entries.put(device, entry);
    }
    entry.users++;
    return new Lease(entry);
  }

  /**
   * Forgets the runner of a device without closing it: the device is broken, and cannot even free
   * anything.
   *
   * @return what was learnt with it; nothing if it could not be opened
   */
  public synchronized DeviceExperience abandon(Device device) {
    Entry entry = entries.remove(device);
    notifyAll();
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
