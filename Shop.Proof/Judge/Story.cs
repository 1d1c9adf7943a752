using System.Text;

namespace Shop.Proof.Judge;

/// <summary>
/// Everything that was asked and answered about one order. It is explained where some order of events could have led to just these
/// answers: each request takes effect at one moment and is answered from one moment, both between its sending and its answer (linearizability;
/// M. Herlihy and J. Wing, 1990), and what the shop does by itself may happen at any time. The search is theirs who made checkers
/// of it: one request at a time that nothing answered has to precede, going back where it leads nowhere, no situation twice.
/// </summary>
internal sealed class Story
{
    /// <summary>More situations than any order of this shop has had by far: beyond, the story is not judged but reported.</summary>
    private const int MostSituations = 2_000_000;

    private readonly Request[] _requests;

    /// <summary>A story of these requests.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="requests">The requests.</param>
    public Story(string name, IEnumerable<Request> requests)
    {
        Name = name;
        var asked = new List<Request>();
        foreach (var request in requests.OrderBy(request => request.Exchange.Number))
        {
            // Nothing can be learnt of these, or nothing that an earlier one does not allow already.
            if (!request.IsAnswered && (request.IsRead || asked.Any(earlier => !earlier.IsAnswered && earlier.AsksTheSame(request)))) continue;
            asked.Add(request);
        }

        _requests = [.. asked];
    }

    /// <summary>What it is about.</summary>
    public string Name { get; }

    /// <summary>Says why no order of events explains the story; null where one does.</summary>
    public string? Judge()
    {
        var start = new Situation(new string(Untouched, _requests.Length), default);
        var (seen, open, furthest) = (new HashSet<Situation> { start }, new Stack<Situation>([start]), start);
        while (open.TryPop(out var situation))
        {
            if (IsOver(situation)) return null;
            if (seen.Count > MostSituations) return $"{Name}: too many orders of events are possible to look at all of them.";
            if (Answered(situation) > Answered(furthest)) furthest = situation;
            foreach (var next in Next(situation))
            {
                if (seen.Add(next)) open.Push(next);
            }
        }

        return Describe(furthest);
    }

    private const char Untouched = '.', Effective = 'e', Over = 'a';

    private bool IsOver(Situation situation) => Answered(situation) == _requests.Count(request => request.IsAnswered);

    private int Answered(Situation situation) => situation.Progress.Where((progress, i) => progress == Over && _requests[i].IsAnswered).Count();

    private IEnumerable<Situation> Next(Situation situation)
    {
        foreach (var order in situation.Order.ByItself()) yield return situation with { Order = order };

        // Whatever was sent after this moment comes after an answer that is still to be explained.
        var horizon = _requests.Where((request, i) => request.IsAnswered && situation.Progress[i] != Over).Min(request => request.Exchange.AnsweredAt);
        for (var i = 0; i < _requests.Length; i++)
        {
            var request = _requests[i];
            if (request.Exchange.SentAt > horizon) continue;
            if (situation.Progress[i] == Untouched)
            {
                foreach (var order in request.Effects(situation.Order)) yield return new(With(situation.Progress, i, request.IsAnswered ? Effective : Over), order);
            }
            else if (situation.Progress[i] == Effective && request.Answers(situation.Order) is { } order)
            {
                yield return new(With(situation.Progress, i, Over), order);
            }
        }
    }

    private static string With(string progress, int i, char step) => string.Concat(progress.AsSpan(0, i), [step], progress.AsSpan(i + 1));

    private string Describe(Situation furthest)
    {
        var text = new StringBuilder($"{Name}: no order of events explains what was answered.\n");
        for (var i = 0; i < _requests.Length; i++)
            text.Append(furthest.Progress[i] == Over || !_requests[i].IsAnswered ? "   " : " ? ").Append(_requests[i].Exchange).Append('\n');
        return text.Append($"   The best explanation comes as far as {furthest.Order}.").ToString();
    }

    /// <summary>How far each request has come, and what the order is then.</summary>
    private readonly record struct Situation(string Progress, OrderState Order);
}
