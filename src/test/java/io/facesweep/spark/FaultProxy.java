package io.facesweep.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and an S3 server, and has faults. A change of its mode cuts the
 * connections that are open.
 */
final class FaultProxy implements AutoCloseable {
  enum Mode {
    /** Passes everything on. */
    PASS,
    /** Passes everything on, each request late. */
    SLOW,
    /** Answers 503 Slow Down. */
    BUSY,
    /** Closes connections. */
    GONE
  }

  private static final long LATE_MILLISECONDS = 150;
  private static final String SLOW_DOWN =
      "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>later</Message></Error>";

  private final ServerSocket server =
      new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final int target;
  private volatile Mode mode = Mode.PASS;

  FaultProxy(int target) throws IOException {
    this.target = target;
    thread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many requests were not passed on. */
  int refused() {
    return refused.get();
  }

  void become(Mode next) throws IOException {
    mode = next;
    for (Socket socket : open) {
      socket.close();
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        thread(() -> serve(client));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      switch (mode) {
        case PASS, SLOW -> pass(client);
        case BUSY -> refuse(client);
        case GONE -> refused.incrementAndGet();
      }
    } catch (IOException e) {
      // a cut connection is what this is for
    } finally {
      open.remove(client);
    }
  }

  private void refuse(Socket client) throws IOException {
    refused.incrementAndGet();
    client.getInputStream().read(new byte[1 << 16]);
    client
        .getOutputStream()
        .write(
            ("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                    + "Content-Length: %d\r\n\r\n%s".formatted(SLOW_DOWN.length(), SLOW_DOWN))
                .getBytes(StandardCharsets.US_ASCII));
  }

  private void pass(Socket client) throws IOException {
    try (Socket backend = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(backend);
      thread(() -> copy(backend, client, 0));
      copy(client, backend, mode == Mode.SLOW ? LATE_MILLISECONDS : 0);
      open.remove(backend);
    }
  }

  private static void copy(Socket from, Socket to, long late) {
    byte[] buffer = new byte[1 << 14];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        Thread.sleep(late);
        out.write(buffer, 0, read);
        out.flush();
      }
      to.close();
    } catch (IOException e) {
      // a cut connection is what this is for
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    become(Mode.GONE);
  }
}
