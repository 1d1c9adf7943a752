using System.Collections;
using System.Globalization;
using Aspire.DashboardService.Proto.V1;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;
using HealthStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;
using ProtoHealthStatus = Aspire.DashboardService.Proto.V1.HealthStatus;
using ProtoIconVariant = Aspire.DashboardService.Proto.V1.IconVariant;
using ProtoResource = Aspire.DashboardService.Proto.V1.Resource;
using ProtoVolume = Aspire.DashboardService.Proto.V1.Volume;

namespace Aspire.Hosting.Dashboard;

/// <summary>Snapshots of the application model as the dashboard's protocol writes them.</summary>
internal static class ResourceMapping
{
    public static ProtoResource ToProto(this ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        var resource = new ProtoResource
        {
            Name = change.ResourceId,
            Uid = change.ResourceId,
            DisplayName = change.Resource.Name,
            ResourceType = snapshot.ResourceType,
            IsHidden = snapshot.IsHidden,
            CreatedAt = Time(snapshot.CreationTimeStamp),
            StartedAt = Time(snapshot.StartTimeStamp),
            StoppedAt = Time(snapshot.StopTimeStamp),
        };
        if (snapshot.State is { } state)
        {
            resource.State = state.Text;
            if (state.Style is { } style) resource.StateStyle = style;
        }

        resource.Environment.AddRange(snapshot.EnvironmentVariables.Select(ToProto));
        resource.Urls.AddRange(snapshot.Urls.Select(ToProto));
        resource.Volumes.AddRange(snapshot.Volumes.Select(ToProto));
        resource.HealthReports.AddRange(snapshot.HealthReports.Select(ToProto));
        resource.Commands.AddRange(snapshot.Commands.Select(ToProto));
        resource.Properties.AddRange(snapshot.Properties.Select(ToProto));
        if (snapshot.ExitCode is { } exitCode)
            resource.Properties.Add(new ResourceProperty { Name = "resource.exitCode", Value = Value.ForNumber(exitCode) });
        resource.Relationships.AddRange(snapshot.Relationships.Select(
            relationship => new ResourceRelationship { ResourceName = relationship.ResourceName, Type = relationship.Type }));
        return resource;
    }

    private static EnvironmentVariable ToProto(EnvironmentVariableSnapshot variable)
    {
        var proto = new EnvironmentVariable { Name = variable.Name, IsFromSpec = variable.IsFromSpec };
        if (variable.Value is { } value) proto.Value = value;
        return proto;
    }

    private static Url ToProto(UrlSnapshot url)
    {
        var proto = new Url
        {
            FullUrl = url.Url,
            IsInternal = url.IsInternal,
            IsInactive = url.IsInactive,
            DisplayProperties = new() { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
        };
        if (url.Name is { } name) proto.EndpointName = name;
        return proto;
    }

    private static ProtoVolume ToProto(VolumeSnapshot volume) => new()
    {
        Source = volume.Source ?? "",
        Target = volume.Target,
        MountType = volume.MountType,
        IsReadOnly = volume.IsReadOnly,
    };

    private static HealthReport ToProto(HealthReportSnapshot report)
    {
        var proto = new HealthReport
        {
            Key = report.Name,
            Description = report.Description ?? "",
            Exception = report.ExceptionText ?? "",
            LastRunAt = Time(report.LastRunAt),
        };
        if (report.Status is { } status)
        {
            proto.Status = status switch
            {
                HealthStatus.Healthy => ProtoHealthStatus.Healthy,
                HealthStatus.Degraded => ProtoHealthStatus.Degraded,
                _ => ProtoHealthStatus.Unhealthy,
            };
        }

        return proto;
    }

    private static ResourceCommand ToProto(ResourceCommandSnapshot command)
    {
        var proto = new ResourceCommand
        {
            Name = command.Name,
            DisplayName = command.DisplayName,
            IsHighlighted = command.IsHighlighted,
            State = command.State switch
            {
                Aspire.Hosting.ApplicationModel.ResourceCommandState.Enabled => Aspire.DashboardService.Proto.V1.ResourceCommandState.Enabled,
                Aspire.Hosting.ApplicationModel.ResourceCommandState.Disabled => Aspire.DashboardService.Proto.V1.ResourceCommandState.Disabled,
                _ => Aspire.DashboardService.Proto.V1.ResourceCommandState.Hidden,
            },
        };
        if (command.DisplayDescription is { } description) proto.DisplayDescription = description;
        if (command.ConfirmationMessage is { } question) proto.ConfirmationMessage = question;
        if (command.IconName is { } icon) proto.IconName = icon;
        if (command.IconVariant is { } variant)
            proto.IconVariant = variant == ApplicationModel.IconVariant.Filled ? ProtoIconVariant.Filled : ProtoIconVariant.Regular;
        return proto;
    }

    private static ResourceProperty ToProto(ResourcePropertySnapshot property) =>
        new() { Name = property.Name, Value = ToValue(property.Value), IsSensitive = property.IsSensitive };

    private static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        string text => Value.ForString(text),
        bool flag => Value.ForBool(flag),
        int or long or double => Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        DateTime time => Value.ForString(time.ToString("O", CultureInfo.InvariantCulture)),
        IEnumerable items => Value.ForList([.. items.Cast<object?>().Select(ToValue)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static Timestamp? Time(DateTime? time) => time is { } utc ? Timestamp.FromDateTime(utc.ToUniversalTime()) : null;
}
