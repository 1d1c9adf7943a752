namespace Shop.OrderApi.Webhooks;

/// <summary>
/// How many deliveries to one subscriber are under way at a time. It begins with a few. While they succeed and take no longer than
/// before there may be more: one for each success at first, so that their number doubles in the time of an answer, and one in all for
/// each such time once a limit was met. It is halved when the subscriber gives no answer or says that it is too much: the additive
/// increase and multiplicative decrease of TCP's congestion control (RFC 5681).
/// </summary>
internal sealed class SubscriberLane(TimeProvider time)
{
    /// <summary>What is begun with, and what is enough to notice that a subscriber is back.</summary>
    public const int StartLimit = 16, LeastLimit = 4;

    /// <summary>An answer that takes that many times as long as usual means that more at a time would only wait there.</summary>
    private const double ToleratedSlowdown = 2;

    /// <summary>How much one answer counts in the recent average, and how fast what is usual follows a subscriber that got slower.</summary>
    private const double WeightOfAnswer = 0.1, WeightOfDrift = 0.01;

    private readonly Lock _gate = new();
    private double _limit = StartLimit;
    private bool _hasMetLimit;
    private double _usualSeconds, _recentSeconds;
    private int _underWay;
    private long _cutAt, _usedAt = time.GetTimestamp();

    /// <summary>Nothing is under way, nor was for a while: what is known of the subscriber may be out of date.</summary>
    public bool IsIdle => Volatile.Read(ref _underWay) == 0 && time.GetElapsedTime(Volatile.Read(ref _usedAt)) > TimeSpan.FromMinutes(10);

    /// <summary>Whether something is under way.</summary>
    public bool IsBusy => Volatile.Read(ref _underWay) > 0;

    /// <summary>How many more to begin. None while too few would be claimed at a time: a claim costs the same for one as for many.</summary>
    /// <param name="most">The most that may be under way.</param>
    public int Free(int most)
    {
        lock (_gate)
        {
            var limit = Math.Max(1, Math.Min((int)_limit, most));
            var free = limit - _underWay;
            return free > 0 && (_underWay == 0 || free >= limit / 4) ? free : 0;
        }
    }

    /// <summary>Notes that a delivery begins, and answers when.</summary>
    public long Begin()
    {
        lock (_gate)
        {
            _underWay++;
            return _usedAt = time.GetTimestamp();
        }
    }

    /// <summary>Learns from an answer, or its absence.</summary>
    /// <param name="began">When the delivery began.</param>
    /// <param name="outcome">What came of it.</param>
    public void Learn(long began, CallOutcome outcome)
    {
        lock (_gate)
        {
            if (outcome.IsOverload) Cut(began);
            else if (outcome.Error is null) Raise(time.GetElapsedTime(began).TotalSeconds);
        }
    }

    /// <summary>Notes that a delivery has ended, however it did.</summary>
    public void End()
    {
        lock (_gate) _underWay--;
    }

    private void Raise(double seconds)
    {
        if (_usualSeconds == 0) (_usualSeconds, _recentSeconds) = (seconds, seconds);
        _recentSeconds += (seconds - _recentSeconds) * WeightOfAnswer;
        _usualSeconds = seconds < _usualSeconds ? seconds : _usualSeconds + ((seconds - _usualSeconds) * WeightOfDrift);
        if (_recentSeconds > _usualSeconds * ToleratedSlowdown) _hasMetLimit = true;
        // A limit that is not made use of is not known to hold.
        else if (_underWay >= _limit / 2) _limit += _hasMetLimit ? 1 / _limit : 1;
    }

    /// <summary>Once for all that were under way together: what began before the last cut tells nothing about it.</summary>
    private void Cut(long began)
    {
        if (began < _cutAt) return;
        (_cutAt, _hasMetLimit) = (time.GetTimestamp(), true);
        _limit = Math.Max(LeastLimit, Math.Min(_limit, _underWay) / 2);
    }
}
