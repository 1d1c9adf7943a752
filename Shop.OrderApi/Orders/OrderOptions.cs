using System.ComponentModel.DataAnnotations;

namespace Shop.OrderApi.Orders;

/// <summary>Settings of the order module: configuration section <c>Order</c>. Times are <c>hh:mm:ss.fff</c>.</summary>
internal sealed class OrderOptions
{
    public const string Section = "Order";

    /// <summary>
    /// How long a request or worker has an order for itself. When it is over (its owner died or was frozen) a worker takes the
    /// order; the version check then stops the former owner's next write. Longer than a request takes.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(12);

    /// <summary>How often a worker looks for orders that are due.</summary>
    public TimeSpan WorkerInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many orders a worker drives at the same time.</summary>
    [Range(1, 256)]
    public int WorkerConcurrency { get; set; } = 8;

    /// <summary>The pause after the first failed attempt; doubles with each further one, and is shortened by up to half at random.</summary>
    public TimeSpan BackoffBase { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause between attempts.</summary>
    public TimeSpan BackoffCap { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often an order is tried before it is rejected for want of a part of the shop: about 20 minutes with the default
    /// pauses. Cancelling, shipping and refunding are promises and are tried without end.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxAttempts { get; set; } = 45;

    /// <summary>
    /// How often giving back what an order holds is tried while it is refused (not while it gets no answer): about two minutes
    /// with the default pauses. Then the order is stuck: nobody works on it, <c>GET /orders?stuck=true</c> lists it, and
    /// <c>POST /orders/{id}/resume</c> takes it up again.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MaxUndoAttempts { get; set; } = 10;

    /// <summary>The longest time for which anything leaves an order alone.</summary>
    public TimeSpan LongestWait => new(Math.Max(BackoffCap.Ticks, Lease.Ticks));

    /// <summary>How long an idempotency key is remembered.</summary>
    public TimeSpan KeyLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a reservation, its commit or its release may take, repeats included.</summary>
    public TimeSpan ReserveTimeout { get; set; } = TimeSpan.FromSeconds(3.5);

    /// <summary>How long a step at the payment service may take, repeats included.</summary>
    public TimeSpan PaymentTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a request waits for somebody else's work on its order before it answers 202.</summary>
    public TimeSpan FollowTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The relay's safety net: how often it looks for unpublished events that no notification told it about.</summary>
    public TimeSpan RelayInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the relay is left asleep after an event was committed, so that it takes those of many orders at once.</summary>
    public TimeSpan RelayPause { get; set; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How many orders a customer can place in a minute, repeats included; more are told when to come again.</summary>
    [Range(1, int.MaxValue)]
    public int OrdersPerMinute { get; set; } = 120;

    /// <summary>How many streams of changes a person can have open.</summary>
    [Range(1, int.MaxValue)]
    public int StreamsAtOnce { get; set; } = 32;

    /// <summary>The most orders that share one statement.</summary>
    [Range(1, 1000)]
    public int MaxBatch { get; set; } = 64;

    /// <summary>
    /// For fault tests, in Development only: the process kills itself after the step of this name, whoever took it, until it is
    /// started without the setting. <c>CrashPoint</c> has the names.
    /// </summary>
    public string? CrashAfter { get; set; }

    /// <summary>For fault tests, in Development only: a request's header <c>Shop-Crash-After</c> names the step to die after.</summary>
    public bool CrashPoints { get; set; }
}
