package io.facesweep.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** What records say of the process that computed a stage. */
public final class ThisProcess {
  private ThisProcess() {}

  /** Returns versions of software by name: {@code facesweep} and {@code java}. */
  public static Map<String, String> versions() {
    String own = ThisProcess.class.getPackage().getImplementationVersion();
    return Map.of("facesweep", own == null ? "source" : own, "java", Runtime.version().toString());
  }

  /** Returns the name of this machine, as far as it knows it. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost"; // it has a name that no address belongs to
    }
  }
}
