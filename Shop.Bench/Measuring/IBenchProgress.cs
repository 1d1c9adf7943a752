namespace Shop.Bench.Measuring;

/// <summary>Is told how far a run is.</summary>
internal interface IBenchProgress
{
    /// <summary>A part of the run begins.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="windows">How many windows will be measured in it.</param>
    void Phase(string what, int windows = 0);

    /// <summary>A window begins.</summary>
    /// <param name="round">The round, from 1.</param>
    /// <param name="rounds">How many there are.</param>
    /// <param name="contender">Who is measured.</param>
    void Window(int round, int rounds, Contender contender);

    /// <summary>Something that the reader should know.</summary>
    /// <param name="note">The note.</param>
    void Note(string note);
}
