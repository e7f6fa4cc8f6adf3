package io.facesweep.run;

/**
 * Memory that the stages of a part have together: it is given back when the last of them has ended.
 * Safe for threads.
 */
final class SharedRoom implements AutoCloseable {
  private final StageRunner.Room room;
  private int users = 1;

  /** For its owner, who closes it. */
  SharedRoom(StageRunner.Room room) {
    this.room = room;
  }

  /** Steps are over: stages are finished one by one. */
  void stepped() {
    room.onStepped().run();
  }

  /** Has it for one more, who releases it. */
  synchronized void share() {
    users++;
  }

  /** One needs it no more. */
  synchronized void release() {
    if (--users == 0) {
      room.close();
    }
  }

  @Override
  public void close() {
    release();
  }
}
