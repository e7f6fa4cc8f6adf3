package io.facesweep.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** How much of the heap this process uses, as its garbage collections see it, in bytes. */
final class HeapUse implements AutoCloseable {
  private static final Set<String> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());

  private final AtomicLong peak = new AtomicLong();
  private final AtomicLong live = new AtomicLong();
  private final NotificationListener listener = this::add;

  private HeapUse() {}

  /** Watches until it is closed. */
  static HeapUse watch() {
    HeapUse use = new HeapUse();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector).addNotificationListener(use.listener, null, null);
    }
    return use;
  }

  private void add(Notification notification, Object handback) {
    if (notification.getUserData() instanceof CompositeData data) {
      GarbageCollectionNotificationInfo info = GarbageCollectionNotificationInfo.from(data);
      peak.accumulateAndGet(sum(info.getGcInfo().getMemoryUsageBeforeGc()), Math::max);
      live.accumulateAndGet(sum(info.getGcInfo().getMemoryUsageAfterGc()), Math::max);
    }
  }

  private static long sum(Map<String, MemoryUsage> pools) {
    return POOLS.stream().mapToLong(pool -> pools.get(pool).getUsed()).sum();
  }

  /** The most that was in use before a collection. */
  long peak() {
    return peak.get();
  }

  /** The most that was in use after a collection. */
  long live() {
    return live.get();
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      try {
        ((NotificationEmitter) collector).removeNotificationListener(listener);
      } catch (ListenerNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
